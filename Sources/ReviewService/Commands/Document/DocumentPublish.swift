import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let documentPublish = Command(
        "document.publish", "Publish a document before its stage would; what its author keeps from the public stays so.",
        roles: [.secretariat],
        arguments: Argument<DocumentID>("document", "which"), Argument<Version>("if", "its ver")
    ) { context, document, version in
        let review = try await context.review(of: document)
        try await Translations.lockFamily(of: document, in: context)
        let row = try await context.document(document)
        try await context.standing(in: review).require(.officer)
        try context.require(version, is: row.ver)
        try context.require(row, in: .submitted)
        try context.requireNoResponse(row)
        guard row.chosen == .public else {
            throw Refusal(.ruleAudience, "its author keeps it for \(row.chosen.word); only its author opens it (document.open)")
        }
        let original = try await context.standingOriginal(row.translationOf)
        try context.requireTranslatable(original, in: row.review, chosen: .public, isSourceHidden: row.isSourceHidden)
        try await Documents.move(document, to: .public, state: .published, isSourceHidden: row.isSourceHidden, in: context)
        try await context.record(.documentPublished, subject: document.description, review: row.review, document: document)
        return .done(["id": .string(document.description), "ver": .int(Int64(row.ver + 1)), "state": "published"])
    }
}
