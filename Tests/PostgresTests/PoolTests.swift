import Synchronization
import Testing

@testable import Postgres

@Suite struct PoolTests {
    @Test func `a lease that is out makes others wait, and too many are refused`() async throws {
        try await withPool(leased: 1, waitingMax: 1) { pool, _ async throws in
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            let holder = Task {
                try await pool.transaction(.tester) { transaction in
                    try await transaction.run("select 1")
                    for await _ in gate { break }
                }
            }
            await until { pool.statistics.leasedOpen == 1 }
            let waiter = Task { try await pool.transaction(.tester) { try await $0.one("select 2", as: Int.self) } }
            await until { pool.statistics.waiting == 1 }
            await #expect(throws: ConnectionFailure.poolExhausted) { try await pool.transaction(.tester) { _ in } }
            open.yield()
            try await holder.value
            #expect(try await waiter.value == 2)
            let afterwards = pool.statistics
            #expect((afterwards.sharedOpen, afterwards.leasedOpen, afterwards.leasedIdle) == (2, 1, 1))
            #expect((afterwards.waiting, afterwards.reading, afterwards.waits) == (0, 0, 1))
            #expect(afterwards.waited > .zero)
        }
    }

    @Test func `whoever is cancelled while waiting is told so and the lease goes to the next`() async throws {
        try await withPool(leased: 1) { pool, _ async throws in
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            let holder = Task { try await pool.transaction(.tester) { _ in for await _ in gate { break } } }
            await until { pool.statistics.leasedOpen == 1 }
            let cancelled = Task { try await pool.transaction(.tester) { try await $0.one("select 1", as: Int.self) } }
            await until { pool.statistics.waiting == 1 }
            let next = Task { try await pool.transaction(.tester) { try await $0.one("select 2", as: Int.self) } }
            await until { pool.statistics.waiting == 2 }
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.value }
            open.yield()
            try await holder.value
            #expect(try await next.value == 2)
        }
    }

    @Test func `a pool that stops refuses those who wait and lets the others end`() async throws {
        let string = try await TestServer.database()
        let pool = Pool(testing: string, leased: 1)
        try await pool.start()
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let holder = Task {
            try await pool.transaction(.tester) { transaction in
                for await _ in gate { break }
                return try await transaction.one("select 7", as: Int.self)
            }
        }
        await until { pool.statistics.leasedOpen == 1 }
        let waiter = Task { try await pool.transaction(.tester) { try await $0.one("select 2", as: Int.self) } }
        await until { pool.statistics.waiting == 1 }
        let stopping = Task { await pool.stop() }
        await #expect(throws: ConnectionFailure.closed) { try await waiter.value }
        open.yield()
        #expect(try await holder.value == 7)
        await stopping.value
        await #expect(throws: ConnectionFailure.closed) { try await pool.read(.tester, ["select 1"]) }
        await #expect(throws: ConnectionFailure.closed) { try await pool.transaction(.tester) { _ in } }
        let sessions = try await TestServer.withConnection { connection async throws in
            try await connection.flight(["select count(*) from pg_stat_activity where datname = \(string.database)"])[0].text(0, 0)
        }
        #expect(sessions == "0")
    }

    @Test func `many transactions share few leases and all are answered`() async throws {
        try await withPool(leased: 3) { pool, string async throws in
            try await TestServer.withConnection(string) { try await $0.script("create table counter as select 0 as n") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<200 {
                    group.addTask { try await pool.transaction(.tester) { _ = try await $0.run("update counter set n = n + 1") } }
                }
                try await group.waitForAll()
            }
            let total = try await pool.read(.tester, ["select n from counter"]).tables[0].decode(0, as: Int.self)
            #expect(total == 200)
            #expect(pool.statistics.leasedOpen <= 3)
        }
    }

    @Test func `a pool without its server says that it is unavailable, to everyone`() async throws {
        let pool = Pool(testing: try ConnectionString("host=/nowhere user=x dbname=x"), leased: 2)
        await #expect(throws: ConnectionFailure.self) { try await pool.start() }
        let answers = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<40 {
                group.addTask {
                    do {
                        if number.isMultiple(of: 2) {
                            _ = try await pool.read(.tester, ["select 1"])
                        } else {
                            try await pool.transaction(.tester) { _ = try await $0.run("select 1") }
                        }
                        return false
                    } catch ConnectionFailure.unavailable {
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count == 40 && answers.allSatisfy { $0 })
        await pool.stop()
    }
}

@Suite struct LeaseStateTests {
    private typealias State = LeaseState<String, Int>

    private func word(_ grant: State.Grant) -> String {
        switch grant {
        case .item(let item): item
        case .open: "open"
        case .wait: "wait"
        case .exhausted: "exhausted"
        case .stopped: "stopped"
        }
    }

    @Test func `the last one given back is leased again`() {
        var state = State(limit: 2, waitingMax: 1)
        #expect(word(state.request()) == "open")
        #expect(word(state.request()) == "open")
        _ = state.giveBack("a")
        _ = state.giveBack("b")
        #expect(word(state.request()) == "b")
        #expect(word(state.request()) == "a")
        #expect(word(state.request()) == "wait")
    }

    @Test func `nobody overtakes those who wait`() {
        var state = State(limit: 1, waitingMax: 2)
        _ = state.request()
        for waiter in [1, 2] { state.wait(waiter, id: state.nextID()) }
        #expect(word(state.request()) == "exhausted")
        #expect(state.giveBack("a").waiter == 1)
        #expect(word(state.request()) == "wait")
        #expect(state.drop() == 2)
        #expect(state.taken == 1)
        #expect(state.drop() == nil)
        #expect(state.taken == 0)
    }

    @Test func `who is cancelled is not served`() {
        var state = State(limit: 1, waitingMax: 5)
        _ = state.request()
        let ids = [10, 20, 30].map { waiter in
            let id = state.nextID()
            state.wait(waiter, id: id)
            return id
        }
        #expect(state.cancel(ids[1]) == 20)
        #expect(state.cancel(ids[1]) == nil)
        #expect(state.giveBack("a").waiter == 10)
        #expect(state.giveBack("a").waiter == 30)
        #expect(state.cancel(ids[0]) == nil)
    }

    @Test func `a state that was stopped keeps nothing`() {
        var state = State(limit: 2, waitingMax: 5)
        _ = state.request()
        _ = state.request()
        _ = state.giveBack("a")
        let stopped = state.stop()
        #expect(stopped.idle == ["a"])
        #expect(word(state.request()) == "stopped")
        #expect(!state.giveBack("b").isKept)
        #expect(state.taken == 0)
    }

    @Test func `the backoff doubles, is bounded, and ends with a success`() {
        var backoff = Backoff()
        var now = ContinuousClock.now
        #expect(backoff.nextAttemptAt == nil)
        for milliseconds in [50, 100, 200, 400, 800, 1000, 1000] {
            let next = now + .milliseconds(milliseconds)
            backoff.failed(at: now)
            backoff.failed(at: next - .milliseconds(1))
            #expect(backoff.nextAttemptAt == next)
            now = next
        }
        backoff.succeeded()
        #expect(backoff.nextAttemptAt == nil)
    }

    @Test func `a queue gives back what it was given, in order`() {
        var queue = Fifo<Int>()
        var taken: [Int] = []
        for number in 0..<10_000 {
            queue.append(number)
            if number % 3 != 0, let first = queue.popFirst() { taken.append(first) }
        }
        #expect(queue.remove { $0 == 9000 } == 9000)
        #expect(queue.count == 10_000 - taken.count - 1)
        taken += queue.removeAll()
        #expect(taken == Array(0..<10_000).filter { $0 != 9000 })
        #expect(queue.popFirst() == nil)
    }
}
