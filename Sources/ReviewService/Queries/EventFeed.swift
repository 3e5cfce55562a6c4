import Postgres
import ReviewModel

/// A place in the record: behind every event of an older transaction, so that nothing committed late is passed over.
package struct EventCursor: Sendable, Equatable {
    package let transaction: Int64
    package let position: Int64

    package init(transaction: Int64, position: Int64) {
        self.transaction = transaction
        self.position = position
    }

    /// Before everything.
    package static let start = EventCursor(transaction: 0, position: 0)

    /// 16 octets, big-endian, to be sealed.
    package var bytes: [UInt8] {
        [transaction, position].flatMap { number in withUnsafeBytes(of: number.bigEndian) { Array($0) } }
    }

    package init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        func number(_ octets: ArraySlice<UInt8>) -> Int64 { Int64(bitPattern: octets.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }) }
        transaction = number(bytes[0..<8])
        position = number(bytes[8..<16])
    }
}

/// One event as a push carries it: names and ids, never content.
package struct FeedEvent: Sendable {
    package let cursor: EventCursor
    package let name: String
    package let review: ReviewID?
    package let id: String
}

/// The record as a stream: in the order (transaction, position), never past the oldest transaction that still runs. The order names the table:
/// `transaction` alone would be the column that is answered, a text, in whose order 1000 comes before 999.
package enum EventFeed {
    /// Where the record ends now, and which reviews have had events after `cursor`; asked by the server itself.
    package static func changes(after cursor: EventCursor, pool: Pool) async throws -> (head: EventCursor, reviews: Set<ReviewID>) {
        let table = try await pool.read(
            Actor.system.context,
            [
                """
                select transaction::text, position, review from event
                where (transaction, position) > (\(String(cursor.transaction))::xid8, \(cursor.position))
                    and transaction < pg_snapshot_xmin(pg_current_snapshot())
                order by event.transaction, position limit 5000
                """
            ]
        ).tables[0]
        var head = cursor
        var reviews: Set<ReviewID> = []
        for row in 0..<table.count {
            let (transaction, position, review) = try table.decode(row, as: (String, Int64, ReviewID?).self)
            head = EventCursor(transaction: Int64(transaction) ?? 0, position: position)
            if let review { reviews.insert(review) }
        }
        return (head, reviews)
    }

    /// Which reviews have events after `cursor`, up to and with `head`, of which the reader may see one.
    package static func visible(
        after cursor: EventCursor, upTo head: EventCursor, to actor: Actor, pool: Pool
    ) async throws -> Set<ReviewID> {
        let table = try await pool.read(
            actor.context,
            [
                """
                select distinct review from event
                where review is not null and (transaction, position) > (\(String(cursor.transaction))::xid8, \(cursor.position))
                    and (transaction, position) <= (\(String(head.transaction))::xid8, \(head.position))
                """
            ]
        ).tables[0]
        return Set(try table.rows(as: ReviewID.self))
    }

    /// Where the record ends now.
    package static func head(pool: Pool) async throws -> EventCursor {
        let table = try await pool.read(
            Actor.system.context,
            [
                """
                select transaction::text, position from event where transaction < pg_snapshot_xmin(pg_current_snapshot())
                order by event.transaction desc, position desc limit 1
                """
            ]
        ).tables[0]
        guard table.count == 1 else { return .start }
        let (transaction, position) = try table.decode(0, as: (String, Int64).self)
        return EventCursor(transaction: Int64(transaction) ?? 0, position: position)
    }

    /// Whether the reader may know of the review; a topic that it may not see is `410`.
    package static func isVisible(_ review: ReviewID, to actor: Actor, pool: Pool) async throws -> Bool {
        try await pool.read(actor.context, ["select from review where id = \(review)"]).tables[0].count == 1
    }

    /// What the reader may see of a review's events after `cursor`, the oldest first, at most `limit` of them.
    package static func after(
        _ cursor: EventCursor, review: ReviewID, actor: Actor, pool: Pool, limit: Int = 200
    ) async throws -> [FeedEvent] {
        let table = try await pool.read(
            actor.context,
            [
                """
                select transaction::text, position, name, review, coalesce(document, subject) from event
                where review = \(review) and (transaction, position) > (\(String(cursor.transaction))::xid8, \(cursor.position))
                    and transaction < pg_snapshot_xmin(pg_current_snapshot())
                order by event.transaction, position limit \(limit)
                """
            ]
        ).tables[0]
        return try (0..<table.count).map { row in
            let (transaction, position, name, review, id) = try table.decode(
                row, as: (String, Int64, String, ReviewID?, String).self)
            let cursor = EventCursor(transaction: Int64(transaction) ?? 0, position: position)
            return FeedEvent(cursor: cursor, name: name, review: review, id: id)
        }
    }
}
