import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let documentRespond = Command(
        "document.respond", "Record the response of the State or the secretariat to a contribution.", roles: [.state, .secretariat],
        body: .required("the text of the response"),
        arguments: Argument<DocumentID>("answers", "the contribution"), Argument<LanguageTag>("lang", "the language of the response"),
        Argument<Title>("title", "its title")
    ) { context, contribution, language, title in
        let named = try await Contents.named(nil, in: context)
        let review = try await context.sharedReview(of: contribution)
        let row = try await context.document(contribution)
        let standing = try await context.standing(in: review)
        try standing.require(.focalPoint, .delegate, .officer)
        guard standing.functions.contains(.officer) || standing.participant.party == .underReview else {
            throw Refusal(.sessionFunction, "the State under review or the officer answers a contribution")
        }
        guard row.kind == .contribution, row.state == .submitted || row.state == .published else {
            throw Refusal(.stateWrong, "only a contribution that was handed in is answered")
        }
        let content = try Contents.used(named, in: context)
        let new = Documents.New(
            review: review, stage: row.stage, kind: .response, title: title, language: language, instrument: row.instrument,
            chosen: row.chosen, isSourceHidden: false, answers: contribution, translationOf: nil, content: content)
        try await Documents.insert(new, in: context)
        context.transaction.queue("update document set submitted_at = \(context.now) where id = \(new.id)")
        context.transaction.queue("update document_version set is_draft = false where document = \(new.id)")
        // A response is seen by those who see what it answers, and by no one else.
        Documents.setAudience(of: new.id, to: row.audience, state: row.state, isSourceHidden: false, in: context)
        try await context.record(
            .documentSubmitted, subject: new.id.description, review: row.review, document: new.id, asAuthor: true,
            after: Digest(argument: content.sha256))
        try await Obligations.settle(responseTo: contribution, with: new.id, by: standing, review: row.review, in: context)
        return .created([
            "id": .string(new.id.description), "answers": .string(contribution.description), "review": .string(row.review.description),
            "ver": 2, "sha256": .string(content.sha256), "state": .string(row.state.rawValue), "audience": .string(row.audience.word),
            "received_at": .string(context.now.rfc3339),
        ])
    }
}
