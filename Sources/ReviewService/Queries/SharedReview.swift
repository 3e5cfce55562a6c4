import Postgres
import ReviewModel

extension Context {
    /// The review, or 410, locked against changes of its stage only: contributions that arrive together do not wait for each other.
    func sharedReview(_ id: ReviewID) async throws -> ReviewRow {
        try ReviewRow(try await transaction.table(ReviewRow.query(id) + " for share of r"), procedures: service.procedures)
    }

    /// The review of a document that the actor sees, or 410. It is held before the document is: whoever changes both takes them in this order,
    /// so that no two wait for each other, and what nobody may see is never held.
    func review(of document: DocumentID) async throws -> ReviewRow {
        try await review(try await visible("select review from document where id = \(document)", as: ReviewID.self))
    }

    /// The same, held against changes of its stage only.
    func sharedReview(of document: DocumentID) async throws -> ReviewRow {
        try await sharedReview(try await visible("select review from document where id = \(document)", as: ReviewID.self))
    }

    /// The same, held as what happens to the document needs it.
    func reviewMoved(by document: DocumentID) async throws -> ReviewRow {
        let (id, kind) = try await visible("select review, kind from document where id = \(document)", as: (ReviewID, DocumentKind).self)
        return try await review(id, movedBy: kind)
    }

    /// The review, or 410, held as what happens to a document of that kind needs it: dates and stages may hang on it, or nothing does. Asked
    /// of all procedures, before the lock is taken: a shared lock that grows would meet another that grows too.
    func review(_ id: ReviewID, movedBy kind: DocumentKind) async throws -> ReviewRow {
        let mayMove = service.procedures.procedures.values.contains { $0.hangs(on: kind) }
        return mayMove ? try await review(id) : try await sharedReview(id)
    }
}

extension Obligations {
    /// Ends what was owed in answer to a document that was withdrawn.
    static func void(responseTo document: DocumentID, in context: Context) async throws {
        try await context.asSystem { system in
            let ended = try await system.transaction.all(
                """
                update obligation set state = 'void', void_because = 'what it answers was withdrawn', settled_at = \(context.now),
                    ver = ver + 1
                where document = \(document) and state in ('open', 'missed') returning id, review
                """, as: (ObligationID, ReviewID).self)
            for (id, review) in ended {
                try await system.record(.obligationVoided, subject: id.description, review: review, document: document)
            }
        }
    }

    /// An answer that was taken back is owed again, unless the same organisation has given another one or the review was cancelled.
    static func reopen(answeredBy response: DocumentID, in review: ReviewRow, _ context: Context) async throws {
        try await context.asSystem { system in
            let changed = try await system.transaction.all(
                """
                update obligation o set answer = other.id, settled_at = other.submitted_at, ver = ver + 1,
                    state = case when coalesce(other.submitted_at, \(context.now)) >= o.grace_until
                                 then case when other.id is null then 'missed' else 'late' end
                                 else case when other.id is null then 'open' else 'met' end end
                from (select) as one left join lateral (
                    select r.id, r.submitted_at
                    from document withdrawn join authorship w on w.document = withdrawn.id
                        join document r on r.answers = withdrawn.answers and r.kind = 'response' and r.id <> withdrawn.id
                            and r.state in ('submitted', 'published', 'withheld')
                        join authorship a on a.document = r.id and a.organisation = w.organisation
                    where withdrawn.id = \(response) order by r.submitted_at limit 1
                ) as other on true
                where o.answer = \(response) and o.state in ('met', 'late')
                    and exists (select from review v where v.id = o.review and v.state <> 'cancelled')
                returning o.id, o.document, o.owed_by, o.state
                """, as: (ObligationID, DocumentID, RoleName, ObligationState).self)
            for (id, document, owedBy, state) in changed where !state.isSettled {
                try await system.record(.obligationReopened, subject: id.description, review: review.id, document: document)
                try await tell(id, owedBy, review, system)
            }
        }
    }
}
