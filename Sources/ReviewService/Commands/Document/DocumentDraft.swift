import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let documentDraft = Command(
        "document.draft", "Keep a draft that only your own organisation sees, or you alone where what you write is your own.",
        roles: .members,
        body: .optional("the text, unless upload= names a finished upload"),
        arguments: Argument<ReviewID>("review", "the review it is for"), Argument<DocumentKind>("kind", "what it is in the procedure"),
        Argument<LanguageTag>("lang", "its language"), Argument<Title>("title", "its title"),
        Argument<Confidentiality?>("audience", "who may see a contribution once it is handed in; open when left out"),
        Argument<Source?>("source", "named, or hidden from everyone but the officer"),
        Argument<Instrument?>("instrument", "when it concerns one instrument only"),
        Argument<DocumentID?>("translation_of", "the document that it translates"),
        Argument<UploadID?>("upload", "a finished upload instead of a body")
    ) { context, review, kind, language, title, confidentiality, source, instrument, original, upload in
        let row = try await context.sharedReview(review)
        let translated = try await context.original(original)
        let named = try await Contents.named(upload, in: context)
        try await context.standing(in: row).requireNoConflict()
        let content = try Contents.used(named, in: context)
        let isHidden = context.hides(source, kind, in: row)
        let chosen = (confidentiality ?? (isHidden ? .experts : .open)).audience
        try context.require(instrument, under: row)
        try context.requireTranslatable(translated, in: review, chosen: chosen, isSourceHidden: isHidden)
        let new = Documents.New(
            review: row, stage: nil, kind: kind, title: title, language: language, instrument: instrument, chosen: chosen,
            isSourceHidden: isHidden, answers: nil, translationOf: original, content: content)
        try await Documents.insert(new, in: context)
        return .created([
            "id": .string(new.id.description), "review": .string(review.description), "ver": 1, "version": 1,
            "sha256": .string(new.content.sha256), "state": "draft",
        ])
    }
}

/// Whether the contributor's name goes with the contribution (DOMAIN §5).
package enum Source: String, CaseIterable, ArgumentValue {
    case named, hidden
}
