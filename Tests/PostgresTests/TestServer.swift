import Foundation
import Synchronization

@testable import Postgres

/// The private server of this test process: started when the first test needs it, stopped when the process ends.
enum TestServer {
    static let superuser = EmbeddedServer.superuser

    private static let names = Atomic<Int>(0)
    private static let directory = temporaryDirectory("shared")
    private static let server = EmbeddedServer(directory: directory, settings: ["fsync": "off"])
    private static let starting = Task {
        try await server.start()
        atexit { TestServer.end() }
    }

    static func string() async throws -> ConnectionString {
        try await starting.value
        return server.connectionString(user: superuser, database: "postgres")
    }

    /// A new, empty database.
    static func database() async throws -> ConnectionString {
        let name = "test_\(names.add(1, ordering: .relaxed).newValue)"
        try await withConnection { connection async throws in _ = try await connection.flight([SQL(trusted: "create database \(name)")]) }
        return try await string().with(database: name)
    }

    /// A path that PostgreSQL's user can reach and that does not exist yet.
    static func temporaryDirectory(_ purpose: String) -> String {
        "/tmp/pgtest-\(ProcessInfo.processInfo.processIdentifier)-\(purpose)"
    }

    static func withConnection<R>(
        _ string: ConnectionString? = nil, _ body: (Connection) async throws -> R
    ) async throws -> R {
        let chosen = if let string { string } else { try await self.string() }
        let connection = try await Connection.open(chosen)
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    private static func end() {
        let ended = DispatchSemaphore(value: 0)
        Task.detached {
            await server.stop()
            // try?: nobody is left to be told.
            try? FileManager.default.removeItem(atPath: directory)
            ended.signal()
        }
        ended.wait()
    }
}

extension Pool {
    /// A pool whose `enter` sets one setting and answers the database's clock.
    convenience init(testing string: ConnectionString, shared: Int = 2, leased: Int = 4, waitingMax: Int = 1000) {
        self.init(string, sizes: Sizes(shared: shared, leased: leased, waitingMax: waitingMax)) { actor in
            "select coalesce(\(actor.instant), clock_timestamp()), set_config('test.account', \(actor.account), true)"
        }
    }
}

extension ActorContext {
    static let tester = ActorContext(account: "P-TESTER", organisation: "O-TEST", role: "secretariat")
}

/// Runs `body` with a started pool over a new database, and stops the pool.
func withPool<R>(
    shared: Int = 2, leased: Int = 4, waitingMax: Int = 1000, _ body: (Pool, ConnectionString) async throws -> R
) async throws -> R {
    let string = try await TestServer.database()
    let pool = Pool(testing: string, shared: shared, leased: leased, waitingMax: waitingMax)
    try await pool.start()
    do {
        let result = try await body(pool, string)
        await pool.stop()
        return result
    } catch {
        await pool.stop()
        throw error
    }
}

/// Gives way until something that another task does has come about.
func until(_ condition: () -> Bool) async {
    while !condition() { await Task.yield() }
}
