import Postgres
import ReviewModel

extension Obligations {
    /// Computes the provisional deadlines of answers anew; those of the procedure's own obligations are the stage engine's. How many moved.
    static func recomputeResponses(_ review: ReviewRow, in system: Context) async throws -> Int {
        let provisional = try await system.transaction.all(
            """
            select id, stage, rule, due_anchored_on, due_at, document from obligation
            where review = \(review.id) and document is not null and state = 'open' and due_provisional
            """, as: (ObligationID, StageName, WindowName, LocalDate, UTCInstant, DocumentID).self)
        guard !provisional.isEmpty else { return 0 }
        let calendar = try await system.calendar(review.procedure.calendar)
        var moved = 0
        for (id, stage, window, anchoredOn, dueAt, document) in provisional {
            guard let rule = review.procedure.stage(stage)?.window(window)?.respond?.due else { continue }
            let deadline = try DeadlineArithmetic.deadline(rule: rule, anchoredOn: anchoredOn, calendar: calendar)
            guard !deadline.provisional || deadline.dueAt != dueAt else { continue }
            let isMoved = deadline.dueAt != dueAt
            system.transaction.queue(
                """
                update obligation set (\(DeadlineColumns.names)) = row(\(DeadlineColumns.values(deadline, graceUntil: deadline.dueAt))),
                    deadline_version = deadline_version + (\(isMoved)::bool)::int, ver = ver + 1
                where id = \(id)
                """)
            try await system.record(.obligationRecomputed, subject: id.description, review: review.id, document: document)
            moved += isMoved ? 1 : 0
        }
        return moved
    }
}
