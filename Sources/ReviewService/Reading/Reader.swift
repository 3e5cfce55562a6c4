import Postgres
import ReviewModel
import ReviewWire

/// What a reading verb sees: who asks, and statements that run as that actor under row-level security.
package struct Reader: Sendable {
    package let actor: Actor
    package let service: Service
    package let verb: String

    package init(actor: Actor, service: Service, verb: String) {
        self.actor = actor
        self.service = service
        self.verb = verb
    }

    /// The results of `statements`, all at one instant and in one round trip.
    package func tables(_ statements: SQL...) async throws -> [Table] {
        try await service.pool.read(actor.context, statements).tables
    }

    /// The first row as the members of a `200`; 410 when there is none.
    package func one(_ sql: SQL) async throws -> Reply {
        let table = try await tables(sql)[0]
        guard table.count > 0 else { throw Refusal(.thingAbsent) }
        return Reply(.done, RowWriter(table).members(0))
    }

    /// All rows of a listing that is short by its nature, as `150` lines and a `210`.
    package func rows(_ sql: SQL) async throws -> Reply {
        let table = try await tables(sql)[0]
        return .rows(table, count: table.count, next: nil)
    }
}
