import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let documentWithdraw = Command(
        "document.withdraw", "Withdraw a document of your own organisation; what was public leaves a placeholder.", roles: .members,
        arguments: Argument<DocumentID>("document", "which"), Argument<Version>("if", "its ver"), Argument<Reason>("reason", "why")
    ) { context, document, version, reason in
        let review = try await context.reviewMoved(by: document)
        try await Translations.lockFamily(of: document, in: context)
        let row = try await context.document(document)
        try await context.requireAuthor(of: row, in: review)
        try context.require(version, is: row.ver)
        try context.require(row, in: .draft, .submitted, .published, .withheld)
        try await Documents.keepToWriter(document, in: context)
        try await context.asSystem { try await Withdrawal.take(row, because: reason, in: $0) }
        try await context.record(.documentWithdrawn, subject: document.description, review: row.review, document: document, asAuthor: true)
        try await Withdrawal.takeTranslations(of: document, because: reason, in: context)
        if row.kind == .response { try await Obligations.reopen(answeredBy: document, in: review, context) }
        // What it met is owed again, and what hung on its receipt is computed anew.
        if row.state != .draft, review.procedure.hangs(on: row.kind) { try await Progress.run(review, in: context) }
        return .done(["id": .string(document.description), "ver": .int(Int64(row.ver + 1)), "state": "withdrawn"])
    }
}
