import Foundation
import Synchronization
import Testing

@testable import Postgres

/// What sixteen callers were told while their server was killed again and again.
private final class Tally: Sendable {
    private struct State {
        var acknowledged: Set<Int> = []
        var undone: Set<Int> = []
        var asked = 0
        var answered = 0
        var unexpected: [String] = []
    }

    private let state = Mutex(State())
    private let stopping = Atomic<Bool>(false)

    var isStopping: Bool { stopping.load(ordering: .relaxed) }
    var acknowledged: Set<Int> { state.withLock { $0.acknowledged } }
    var undone: Set<Int> { state.withLock { $0.undone } }
    var unexpected: [String] { state.withLock { $0.unexpected } }
    var isEven: Bool { state.withLock { $0.asked == $0.answered } }

    func stop() { stopping.store(true, ordering: .relaxed) }

    func write(_ id: Int, to pool: Pool) async {
        state.withLock { $0.asked += 1 }
        do {
            try await pool.transaction(.tester) { transaction in
                try await transaction.run("insert into kept values (\(id))")
                transaction.queue("insert into kept values (\(-id))")
            }
            state.withLock { _ = $0.acknowledged.insert(id) }
        } catch ConnectionFailure.lost(sent: true) {
        } catch ConnectionFailure.lost(sent: false), ConnectionFailure.unavailable {
            state.withLock { _ = $0.undone.insert(id) }
        } catch {
            state.withLock { $0.unexpected.append("\(error)") }
        }
        state.withLock { $0.answered += 1 }
    }

    func read(from pool: Pool) async {
        state.withLock { $0.asked += 1 }
        do {
            _ = try await pool.read(.tester, ["select count(*) from kept"])
        } catch is ConnectionFailure {
        } catch {
            state.withLock { $0.unexpected.append("\(error)") }
        }
        state.withLock { $0.answered += 1 }
    }
}

@Suite struct LossTests {
    @Test func `a server killed under load: every call is answered once, what was acknowledged is there, and the pool recovers`()
        async throws
    {
        let directory = TestServer.temporaryDirectory("loss")
        let server = EmbeddedServer(directory: directory)
        try await server.start()
        let string = server.connectionString(user: EmbeddedServer.superuser, database: "postgres")
        try await TestServer.withConnection(string) { try await $0.script("create table kept (id int primary key)") }
        let pool = Pool(testing: string)
        try await pool.start()
        let tally = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 1...16 {
                group.addTask {
                    var id = caller
                    while !tally.isStopping {
                        if caller.isMultiple(of: 4) { await tally.read(from: pool) } else { await tally.write(id, to: pool) }
                        id += 16
                    }
                }
            }
            for _ in 0..<4 {
                let before = tally.acknowledged.count
                await until { tally.acknowledged.count > before + 50 }
                // What `pg_ctl stop -m immediate` sends.
                if let process = server.processID { kill(process, SIGQUIT) }
                await server.stop()
                try await server.start()
            }
            let before = tally.acknowledged.count
            await until { tally.acknowledged.count > before + 50 }
            tally.stop()
            try await group.waitForAll()
        }
        let stored = try await pool.read(.tester, ["select id from kept"]).tables[0].rows(as: Int.self)
        #expect(tally.unexpected.isEmpty)
        #expect(tally.isEven)
        #expect(tally.acknowledged.subtracting(stored).isEmpty)
        #expect(tally.undone.isDisjoint(with: stored))
        #expect(stored.reduce(0, +) == 0)
        await pool.stop()
        await server.stop()
        try FileManager.default.removeItem(atPath: directory)
    }
}
