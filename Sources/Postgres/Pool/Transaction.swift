import Synchronization

/// One open transaction, used by the one task that runs the body it was given to.
package final class Transaction: Sendable {
    private static let begin: SQL = "begin"
    private static let commitment: SQL = "commit"
    private static let undoing: SQL = "rollback"

    private struct State {
        var queued: [SQL]
        var hasBegun = false
        var hasEnded = false
        var now: Instant?
        var failure: PostgresError?
    }

    private let connection: Connection
    private let enter: SQL
    private let state: Mutex<State>

    init(_ connection: Connection, enter: SQL) {
        self.connection = connection
        self.enter = enter
        state = Mutex(State(queued: []))
    }

    /// The time of the transaction as `enter` answered it; never moves.
    package nonisolated(nonsending) var now: Instant {
        get async throws {
            if let now = state.withLock({ $0.now }) { return now }
            _ = try await perform([])
            guard let now = state.withLock({ $0.now }) else { throw ColumnError(text: nil, type: "Instant") }
            return now
        }
    }

    package nonisolated(nonsending) func table(_ sql: SQL) async throws -> Table {
        try await perform([sql])[0]
    }

    /// Several statements in one round trip; the first refusal fails them all.
    package nonisolated(nonsending) func tables(_ statements: [SQL]) async throws -> [Table] {
        try await perform(statements)
    }

    package nonisolated(nonsending) func all<each C: PostgresValue>(
        _ sql: SQL, as type: (repeat each C).Type
    ) async throws -> [(repeat each C)] {
        try await table(sql).rows(as: (repeat each C).self)
    }

    /// The first row, or nil when there is none.
    package nonisolated(nonsending) func first<each C: PostgresValue>(
        _ sql: SQL, as type: (repeat each C).Type
    ) async throws -> (repeat each C)? {
        let table = try await table(sql)
        if table.count == 0 { return nil }
        let row: (repeat each C) = try table.decode(0, as: (repeat each C).self)
        return .some(row)
    }

    /// The only row; throws `PostgresError` with `noDataFound` when there is none.
    package nonisolated(nonsending) func one<each C: PostgresValue>(
        _ sql: SQL, as type: (repeat each C).Type
    ) async throws -> (repeat each C) {
        guard let row = try await first(sql, as: (repeat each C).self) else {
            throw PostgresError(state: .noDataFound, message: "no row where one was expected: \(sql.text)")
        }
        return row
    }

    /// Runs a statement for its effect; how many rows it touched.
    @discardableResult
    package nonisolated(nonsending) func run(_ sql: SQL) async throws -> Int {
        try await table(sql).affected
    }

    /// Adds a statement whose answer nobody needs to the next round trip, COMMIT at the latest, which throws its refusal.
    package func queue(_ sql: SQL) {
        state.withLock { $0.queued.append(sql) }
    }

    /// The first column of the first row as octets; nil without a row.
    package nonisolated(nonsending) func bytes(_ sql: SQL) async throws -> [UInt8]? {
        try await perform([sql], isBinary: true)[0].firstBytes
    }

    /// What `body` does is undone, and only that, when it throws.
    package nonisolated(nonsending) func savepoint<T>(_ body: nonisolated(nonsending) () async throws -> T) async throws -> T {
        // PostgreSQL lets a savepoint hide an outer one of the same name, so that one name serves every depth.
        _ = try await perform(["savepoint inner_work"])
        do {
            let value = try await body()
            _ = try await perform(["release savepoint inner_work"])
            return value
        } catch {
            guard connection.isUsable else { throw error }
            state.withLock { $0.queued = [] }
            _ = try await perform(["rollback to savepoint inner_work", "release savepoint inner_work"])
            state.withLock { $0.failure = nil }
            throw error
        }
    }

    func commit() async throws {
        let (isEmpty, failure) = state.withLock { (!$0.hasBegun && $0.queued.isEmpty, $0.failure) }
        if isEmpty { return end() }
        let tag = try await perform([Transaction.commitment], isCommit: true)[0].tag
        end()
        // The COMMIT of a failed transaction succeeds and says ROLLBACK.
        guard tag == "COMMIT" else {
            throw failure ?? PostgresError(state: .inFailedTransaction, message: "COMMIT was answered by \(tag)")
        }
    }

    func rollback() async {
        let mustAsk = state.withLock { $0.hasBegun && !$0.hasEnded }
        end()
        guard mustAsk, connection.isUsable else { return }
        do {
            _ = try await connection.flight([Transaction.undoing])
        } catch {
            // A session that cannot even roll back is not given to anyone else.
            await connection.close()
        }
    }

    private func end() {
        state.withLock { $0.hasEnded = true }
    }

    /// Sends what is queued and `statements` in one flight, after BEGIN and `enter` when it is the first.
    private nonisolated(nonsending) func perform(
        _ statements: [SQL], isBinary: Bool = false, isCommit: Bool = false
    ) async throws -> [Table] {
        let (flight, isFirst) = try state.withLock { state -> ([SQL], Bool) in
            if state.hasEnded { throw ConnectionFailure.closed }
            let isFirst = !state.hasBegun
            let flight = (isFirst ? [Transaction.begin, enter] : []) + state.queued + statements
            state.queued = []
            state.hasBegun = true
            return (flight, isFirst)
        }
        do {
            let tables = try await connection.flight(flight, isBinary: isBinary)
            if isFirst {
                let now = try tables[1].instant()
                state.withLock { $0.now = now }
            }
            return Array(tables.suffix(statements.count))
        } catch let error as PostgresError {
            state.withLock { $0.failure = $0.failure ?? error }
            throw error
        } catch ConnectionFailure.lost(sent: true) where !isCommit {
            // COMMIT was never sent, so the server has undone everything: the outcome is known.
            throw ConnectionFailure.lost(sent: false)
        }
    }
}

extension Table {
    /// What `Pool.enter` answers: the transaction's time.
    func instant() throws -> Instant {
        guard let instant = octets(0, 0).flatMap(Instant.init(octets:)) else {
            throw ColumnError(text: text(0, 0), type: "Instant")
        }
        return instant
    }
}
