import Postgres
import ReviewModel

extension Context {
    /// The review, or 410, locked against changes of its stage only: contributions that arrive together do not wait for each other.
    func sharedReview(_ id: ReviewID) async throws -> ReviewRow {
        try ReviewRow(try await transaction.table(ReviewRow.query(id) + " for share of r"), procedures: service.procedures)
    }
}

extension Obligations {
    /// Ends what was owed in answer to a document that was withdrawn.
    static func void(responseTo document: DocumentID, in context: Context) async throws {
        try await context.asSystem { system in
            try await system.transaction.run(
                """
                update obligation set state = 'void', settled_at = \(context.now), ver = ver + 1
                where document = \(document) and state in ('open', 'missed')
                """)
        }
    }
}
