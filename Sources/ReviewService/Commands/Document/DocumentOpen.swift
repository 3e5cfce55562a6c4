import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let documentOpen = Command(
        "document.open", "Open your own contribution to more readers, or put your name to it; it can never be narrowed.", roles: .members,
        arguments: Argument<DocumentID>("document", "which"), Argument<Version>("if", "its ver"),
        Argument<Confidentiality?>("audience", "a wider audience"), Argument<Source?>("source", "named: put your name to it")
    ) { context, document, version, confidentiality, source in
        guard confidentiality != nil || source != nil else {
            throw Refusal(.argumentMissing, "say audience= or source=named", at: "audience")
        }
        let review = try await context.review(of: document)
        try await Translations.lockFamily(of: document, in: context)
        let row = try await context.document(document)
        // To let others see it is to speak in the review, which takes more than having written it.
        try await context.requireAuthor(of: row, in: review).require(toHandIn: row.kind)
        try context.require(version, is: row.ver)
        try context.require(row, in: .submitted, .published)
        try context.requireNoResponse(row)
        guard review.procedure.owed(row.kind, in: row.stage) == nil else {
            throw Refusal(.ruleAudience, "the procedure says who sees a \(row.kind.rawValue)")
        }
        let chosen = confidentiality?.audience ?? row.chosen
        let isHidden = row.isSourceHidden && source != .named
        guard chosen >= row.chosen, source != .hidden else {
            throw Refusal(.ruleAudience, "a contribution is only ever opened; withdraw it instead (document.withdraw)", at: "audience")
        }
        let original = try await context.standingOriginal(row.translationOf)
        try context.requireTranslatable(original, in: row.review, chosen: chosen, isSourceHidden: isHidden)
        guard chosen > row.chosen || isHidden != row.isSourceHidden else {
            throw Refusal(.ruleAudience, "it is as open as that already, and named as it is", at: "audience")
        }
        context.transaction.queue(
            "update document set chosen_audience = \(chosen.rawValue), source_hidden = \(isHidden) where id = \(document)")
        let audience = row.state == .published ? .public : max(row.audience, min(chosen, .stakeholders))
        try await Documents.move(document, to: audience, state: row.state, isSourceHidden: isHidden, in: context)
        try await context.record(.documentOpened, subject: document.description, review: row.review, document: document, asAuthor: true)
        try await Progress.run(review, in: context)
        let stood = try await context.stand(of: document)
        return .done([
            "id": .string(document.description), "ver": .int(Int64(stood.ver)), "state": .string(stood.state.rawValue),
            "audience": .string(stood.audience.word),
        ])
    }
}
