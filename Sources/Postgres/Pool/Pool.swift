import Synchronization

/// All the connections of a daemon: a few shared ones for reads, and leased ones for transactions.
package final class Pool: Sendable {
    /// How many connections, and how many calls may be in hand at once of each kind.
    package struct Sizes: Sendable {
        package var shared: Int
        package var leased: Int
        package var waitingMax: Int

        package init(shared: Int = 4, leased: Int = 8, waitingMax: Int = 10_000) {
            self.shared = shared
            self.leased = leased
            self.waitingMax = waitingMax
        }
    }

    /// A glance at the pool for metrics.
    package struct Statistics: Sendable, Equatable {
        package var sharedOpen: Int
        package var leasedOpen: Int
        package var leasedIdle: Int
        package var waiting: Int
        package var reading: Int
        /// How many had to wait for a lease since the start, and how long all of them together.
        package var waits = 0
        package var waited = Duration.zero
    }

    package let sizes: Sizes
    private let enter: @Sendable (ActorContext) -> SQL
    private let opener: Opener
    private let shared: SharedConnections
    private let leases: Leases
    private let reading = Atomic<Int>(0)

    /// `enter` makes the statement that sets the actor's context for the transaction (`set_config(…, true)`)
    /// and returns one row whose first column is the transaction's `now` as timestamptz.
    package init(_ string: ConnectionString, sizes: Sizes = Sizes(), enter: @escaping @Sendable (ActorContext) -> SQL) {
        precondition(sizes.shared > 0 && sizes.leased > 0, "a pool needs connections of both kinds")
        opener = Opener(string)
        self.sizes = sizes
        self.enter = enter
        shared = SharedConnections(opener: opener, count: sizes.shared)
        leases = Leases(opener: opener, limit: sizes.leased, waitingMax: sizes.waitingMax)
    }

    /// Opens the shared connections; the others are opened when they are needed.
    package func start() async throws {
        try await shared.openAll()
    }

    /// Refuses what waits, lets what is under way end, and closes every connection.
    package func stop() async {
        await leases.stop()
        await shared.stop()
        opener.stop()
    }

    package var statistics: Statistics {
        let leased = leases.counts
        return Statistics(
            sharedOpen: shared.openCount, leasedOpen: leased.open, leasedIdle: leased.idle, waiting: leased.waiting,
            reading: reading.load(ordering: .relaxed), waits: leased.waits, waited: leased.waited)
    }

    /// Runs statements as one pipelined unit, `now` being the one that `enter` returned. They may change nothing but the access log:
    /// when the connection is lost they are run once more, and what was read twice may be noted twice.
    package nonisolated(nonsending) func read(
        _ actor: ActorContext, _ statements: [SQL]
    ) async throws -> (now: Instant, tables: [Table]) {
        var tables = try await readUnit([enter(actor)] + statements, isBinary: false)
        return (try tables.removeFirst().instant(), tables)
    }

    /// The first column of the first row as octets; nil without a row.
    package nonisolated(nonsending) func bytes(_ actor: ActorContext, _ sql: SQL) async throws -> [UInt8]? {
        try await readUnit([enter(actor), sql], isBinary: true)[1].firstBytes
    }

    /// Runs `body` in a transaction of its own connection: committed when it returns, rolled back when it throws.
    ///
    /// BEGIN, `enter` and the first statement travel together.
    /// `ConnectionFailure.lost(sent: true)` says that COMMIT was sent and its outcome is unknown; any other error that
    /// nothing was changed.
    package nonisolated(nonsending) func transaction<T: Sendable>(
        _ actor: ActorContext, _ body: nonisolated(nonsending) (Transaction) async throws -> T
    ) async throws -> T {
        let connection = try await leases.take()
        let transaction = Transaction(connection, enter: enter(actor))
        do {
            let value = try await body(transaction)
            try await transaction.commit()
            await leases.giveBack(connection)
            return value
        } catch {
            await transaction.rollback()
            await leases.giveBack(connection)
            throw error
        }
    }

    private nonisolated(nonsending) func readUnit(_ unit: [SQL], isBinary: Bool) async throws -> [Table] {
        guard reading.add(1, ordering: .relaxed).newValue <= sizes.waitingMax else {
            reading.subtract(1, ordering: .relaxed)
            throw ConnectionFailure.poolExhausted
        }
        defer { reading.subtract(1, ordering: .relaxed) }
        let connection = try await shared.take()
        do {
            return try await connection.flight(unit, isBinary: isBinary)
        } catch ConnectionFailure.lost {
            return try await shared.take().flight(unit, isBinary: isBinary)
        } catch let error as PostgresError where error.isStalePlan {
            // On the same connection: it has dropped the plan, and the next one may hold a stale one too.
            return try await connection.flight(unit, isBinary: isBinary)
        }
    }
}

/// What a body throws to undo its transaction and still hand out a value, as a dry run does.
package struct RolledBack<T: Sendable>: Error {
    package let value: T

    package init(_ value: T) {
        self.value = value
    }
}
