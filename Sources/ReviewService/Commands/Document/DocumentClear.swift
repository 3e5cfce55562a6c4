import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let documentClear = Command(
        "document.clear", "Clear a version of your State's draft, as its focal point; clearing is apart from writing.", roles: [.state],
        arguments: Argument<DocumentID>("document", "the draft"), Argument<Version>("if", "its ver")
    ) { context, document, version in
        let review = try await context.sharedReview(of: document)
        let row = try await context.document(document)
        try await context.standing(in: review).require(.focalPoint)
        try await context.requireAuthor(of: row, in: review)
        try context.require(version, is: row.ver)
        try context.require(row, in: .draft)
        context.transaction.queue(
            "update document set cleared_version = version, ver = ver + 1 where id = \(document)")
        context.transaction.queue(
            """
            insert into clearance_step (document, version, account, cleared_at)
            values (\(document), \(row.version), \(try context.account), \(context.now)) on conflict do nothing
            """)
        try await context.record(.documentCleared, subject: document.description, review: row.review, document: document, asAuthor: true)
        return .done(["id": .string(document.description), "ver": .int(Int64(row.ver + 1)), "version": .int(Int64(row.version))])
    }
}
