import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let documentRelease = Command(
        "document.release", "End the withholding of a document: it becomes public if its stage has made its kind public.",
        roles: [.secretariat],
        arguments: Argument<DocumentID>("document", "which"), Argument<Version>("if", "its ver")
    ) { context, document, version in
        let row = try await context.document(document)
        let review = try await context.review(row.review)
        try await context.standing(in: review).require(.officer)
        try context.require(version, is: row.ver)
        try context.require(row, in: .withheld)
        try context.requireNoResponse(row)
        // As far as it went before it was public; its stage makes it public again.
        let audience = review.procedure.owed(row.kind, in: row.stage)?.audience ?? .stakeholders
        try await Documents.move(document, to: audience, state: .submitted, isSourceHidden: row.isSourceHidden, in: context)
        Placeholders.remove(document, in: context)
        try await context.record(.documentReleased, subject: document.description, review: row.review, document: document)
        try await Progress.run(review, in: context)
        let stood = try await context.stand(of: document)
        return .done([
            "id": .string(document.description), "ver": .int(Int64(stood.ver)), "state": .string(stood.state.rawValue),
            "audience": .string(stood.audience.word),
        ])
    }
}
