import Postgres
import ReviewModel
import ReviewWire

/// What a changing verb sees: who acts, one open transaction, and that transaction's instant.
package struct Context: Sendable {
    package let actor: Actor
    package let service: Service
    package let transaction: Transaction
    package let now: Instant
    package let body: [UInt8]?

    package init(actor: Actor, service: Service, transaction: Transaction, now: Instant, body: [UInt8]? = nil) {
        self.actor = actor
        self.service = service
        self.transaction = transaction
        self.now = now
        self.body = body
    }

    /// Who acts, for verbs that only those logged in may say.
    package var account: AccountID {
        get throws {
            guard let account = actor.account else { throw Refusal(.sessionLoginFirst) }
            return account
        }
    }

    package var organisation: String {
        get throws {
            guard let organisation = actor.organisation else { throw Refusal(.sessionLoginFirst) }
            return organisation
        }
    }

    /// The first row, or 410: absent and not visible answer alike.
    package func visible<each Column: PostgresValue>(
        _ sql: SQL, as type: (repeat each Column).Type
    ) async throws -> (repeat each Column) {
        guard let row = try await transaction.first(sql, as: type) else { throw Refusal(.thingAbsent) }
        return row
    }

    /// 420 with the current version when an update started from another one.
    package func require(_ version: Version, is current: Int) throws {
        guard version.number == current else {
            throw Refusal(.thingVersion, "it has version \(current) now; read it again", at: "if", detail: [("ver", .int(Int64(current)))])
        }
    }
}

extension Context {
    /// Runs `body` in the same transaction as the actor `system`, whom row-level security shows everything: for what follows from the
    /// record as a whole (the stage engine, publication), never for what is answered to a client.
    @discardableResult
    package func asSystem<Answer: Sendable>(_ body: (Context) async throws -> Answer) async throws -> Answer {
        transaction.queue("select set_config('reviewd.role', \(Role.system.rawValue), true)")
        // Also when it throws: whoever catches that goes on as who it was.
        defer { transaction.queue("select set_config('reviewd.role', \(actor.role.rawValue), true)") }
        return try await body(Context(actor: .system, service: service, transaction: transaction, now: now))
    }
}
