import Postgres
import ReviewModel

extension Context {
    /// The review, or 410, not locked: for what is asked before it is known which lock the change needs.
    func unlockedReview(_ id: ReviewID) async throws -> ReviewRow {
        try ReviewRow(try await transaction.table(ReviewRow.query(id)), procedures: service.procedures)
    }

    /// The review, or 410, locked against changes of its stage only: contributions that arrive together do not wait for each other.
    func sharedReview(_ id: ReviewID) async throws -> ReviewRow {
        try ReviewRow(try await transaction.table(ReviewRow.query(id) + " for share of r"), procedures: service.procedures)
    }
}

extension Obligations {
    /// Ends what was owed in answer to a document that was withdrawn.
    static func void(responseTo document: DocumentID, in context: Context) async throws {
        try await context.asSystem { system in
            let ended = try await system.transaction.all(
                """
                update obligation set state = 'void', settled_at = \(context.now), ver = ver + 1
                where document = \(document) and state in ('open', 'missed') returning id, review
                """, as: (ObligationID, ReviewID).self)
            for (id, review) in ended {
                try await system.record(.obligationVoided, subject: id.description, review: review, document: document)
            }
        }
    }

    /// Locks what that document answers, before the document itself: of two answers that are taken back at once, each would still see the
    /// other standing.
    static func lockAnswered(by document: DocumentID, in context: Context) async throws {
        try await context.asSystem { system in
            _ = try await system.transaction.first(
                "select d.id from document d where d.id = (select r.answers from document r where r.id = \(document)) for update",
                as: DocumentID.self)
        }
    }

    /// An answer that was taken back is owed again, unless another one stands.
    static func reopen(responseTo document: DocumentID, in context: Context) async throws {
        try await context.asSystem { system in
            let owed = try await system.transaction.all(
                """
                update obligation set state = case when \(context.now)::timestamptz < grace_until then 'open' else 'missed' end,
                    settled_at = null, ver = ver + 1
                where document = \(document) and state in ('met', 'late')
                    and not exists (select from document r where r.answers = \(document) and r.kind = 'response'
                                    and r.state in ('submitted', 'published', 'withheld'))
                returning id, review
                """, as: (ObligationID, ReviewID).self)
            for (id, review) in owed {
                try await system.record(.obligationReopened, subject: id.description, review: review, document: document)
            }
        }
    }
}
