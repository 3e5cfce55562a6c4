import Postgres
import ReviewModel

/// Notices as a stream of ids, in the same order and with the same care as `EventFeed`.
package enum NoticeFeed {
    /// Where the notices end now.
    package static func head(pool: Pool) async throws -> EventCursor {
        let table = try await pool.read(
            Actor.system.context,
            [
                """
                select transaction::text, position from notice where transaction < pg_snapshot_xmin(pg_current_snapshot())
                order by notice.transaction desc, position desc limit 1
                """
            ]
        ).tables[0]
        guard table.count == 1 else { return .start }
        let (transaction, position) = try table.decode(0, as: (String, Int64).self)
        return EventCursor(transaction: Int64(transaction) ?? 0, position: position)
    }

    /// Where the notices end now, and who has had some after `cursor`.
    package static func changes(after cursor: EventCursor?, pool: Pool) async throws -> (head: EventCursor, accounts: Set<AccountID>) {
        guard let cursor else { return (try await head(pool: pool), []) }
        let table = try await pool.read(
            Actor.system.context,
            [
                """
                select transaction::text, position, account from notice
                where (transaction, position) > (\(String(cursor.transaction))::xid8, \(cursor.position))
                    and transaction < pg_snapshot_xmin(pg_current_snapshot())
                order by notice.transaction, position limit 5000
                """
            ]
        ).tables[0]
        var head = cursor
        var accounts: Set<AccountID> = []
        for row in 0..<table.count {
            let (transaction, position, account) = try table.decode(row, as: (String, Int64, AccountID).self)
            head = EventCursor(transaction: Int64(transaction) ?? 0, position: position)
            accounts.insert(account)
        }
        return (head, accounts)
    }

    /// The reader's own notices after `cursor`, the oldest first, as events `notice.posted`.
    package static func after(_ cursor: EventCursor, actor: Actor, pool: Pool, limit: Int) async throws -> [FeedEvent] {
        let table = try await pool.read(
            actor.context,
            [
                """
                select transaction::text, position, review, id from notice
                where account = \(actor.account)
                    and (transaction, position) > (\(String(cursor.transaction))::xid8, \(cursor.position))
                    and transaction < pg_snapshot_xmin(pg_current_snapshot())
                order by notice.transaction, position limit \(limit)
                """
            ]
        ).tables[0]
        return try (0..<table.count).map { row in
            let (transaction, position, review, id) = try table.decode(row, as: (String, Int64, ReviewID?, String).self)
            let cursor = EventCursor(transaction: Int64(transaction) ?? 0, position: position)
            return FeedEvent(cursor: cursor, name: "notice.posted", review: review, id: id)
        }
    }
}
