import Testing

@testable import Postgres

@Suite struct PipelineStateTests {
    private typealias State = PipelineState<String, Int>

    private let unique = PostgresError(state: .uniqueViolation, message: "twice")
    private let gone = PostgresError(state: .invalidStatementName, message: "gone")

    /// Feeds events and tells what came of them, one word for each that asks for something.
    private func run(_ state: inout State, _ events: [State.Event]) -> [String] {
        events.compactMap { event in
            switch state.receive(event) {
            case .none: nil
            case .prepared(let text): "prepared \(text)"
            case .forget(let text): "forget \(text)"
            case .unknown(let text): "unknown \(text)"
            case .deallocateAgain(let name): "deallocate \(name)"
            case .finish(let ticket, .success(let answers)): "\(ticket) \(answers)"
            case .finish(let ticket, .failure(let error)): "\(ticket) \(error.state)"
            case .confused: "confused"
            }
        }
    }

    private func state(_ flights: (String, [State.Step])...) -> State {
        var state = State()
        for (ticket, steps) in flights {
            for step in steps { state.expect(step) }
            state.expectSync(for: ticket)
        }
        return state
    }

    @Test func `flights are answered in the order in which they were sent`() {
        var state = state(("a", [.query("x"), .query("y")]), ("b", [.query("x")]), ("c", []))
        #expect(run(&state, [.answer(1), .answer(2), .synced, .answer(3), .synced, .synced]) == ["a [1, 2]", "b [3]", "c []"])
        #expect(!state.isExpecting)
    }

    @Test func `a prepared statement is confirmed and is no answer`() {
        var state = state(("a", [.prepare("x"), .query("x")]))
        #expect(run(&state, [.answer(0), .answer(1), .synced]) == ["prepared x", "a [1]"])
    }

    @Test func `the first refusal is the flight's, and the next flight starts afresh`() {
        var state = state(("a", [.query("x"), .query("y"), .query("z")]), ("b", [.query("x")]))
        #expect(run(&state, [.answer(1), .refused(unique), .skipped, .synced, .answer(2), .synced]) == ["a 23505", "b [2]"])
    }

    @Test func `a statement that was not prepared is forgotten, also one that was skipped`() {
        var state = state(("a", [.prepare("x"), .query("x"), .prepare("y"), .query("y")]))
        #expect(run(&state, [.refused(unique), .skipped, .skipped, .skipped, .synced]) == ["forget x", "forget y", "a 23505"])
    }

    @Test func `what the server does not know is dropped`() {
        var state = state(("a", [.query("x")]))
        #expect(run(&state, [.refused(gone), .synced]) == ["unknown x", "a 26000"])
    }

    @Test func `a deallocation that was skipped is due again`() {
        var state = state(("a", [.query("x"), .deallocate("s1")]), ("b", [.deallocate("s1")]))
        #expect(run(&state, [.refused(unique), .skipped, .synced, .answer(0), .synced]) == ["deallocate s1", "a 23505", "b []"])
    }

    @Test func `everyone who waits is told of a loss, once and in order`() {
        var state = state(("a", [.query("x")]), ("b", [.query("x")]), ("c", []))
        _ = run(&state, [.answer(1), .synced, .answer(2)])
        #expect(state.abandon() == ["b", "c"])
        #expect(state.abandon().isEmpty)
        #expect(!state.isExpecting)
    }

    @Test func `an answer that nobody asked for is not trusted`() {
        var empty = State()
        #expect(run(&empty, [.answer(1)]) == ["confused"])
        var early = state(("a", [.query("x")]))
        #expect(run(&early, [.synced]) == ["confused"])
        var late = state(("a", []))
        #expect(run(&late, [.answer(1)]) == ["confused"])
    }

    @Test func `random flights are each answered exactly once`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = Seeded(state: seed)
        var state = State()
        var pending: [(ticket: String, steps: Int)] = []
        var answered: [String] = []
        for number in 0..<2000 {
            let steps = Int.random(in: 0...3, using: &random)
            for _ in 0..<steps { state.expect(.query("x")) }
            state.expectSync(for: "\(number)")
            pending.append(("\(number)", steps))
            while pending.count > Int.random(in: 0...20, using: &random) {
                let (_, steps) = pending.removeFirst()
                let events = (0..<steps).map { State.Event.answer($0) } + [.synced]
                answered += run(&state, events)
            }
        }
        answered += state.abandon()
        #expect(answered.count == 2000)
        #expect(answered.map { Int($0.split(separator: " ")[0]) } == Array(0..<2000))
    }
}

@Suite struct StatementCacheTests {
    @Test func `a text is prepared once and ready after its confirmation`() {
        var cache = StatementCache(limit: 2)
        #expect(cache.use("x", flight: 1) == .prepare("s1"))
        #expect(cache.use("x", flight: 1) == .ready("s1"))
        #expect(cache.use("x", flight: 2) == .once)
        cache.confirm("x")
        #expect(cache.use("x", flight: 2) == .ready("s1"))
    }

    @Test func `a text that could not be prepared is prepared again under another name`() {
        var cache = StatementCache(limit: 2)
        _ = cache.use("x", flight: 1)
        cache.forget("x")
        #expect(cache.takeEvicted().isEmpty)
        #expect(cache.use("x", flight: 2) == .prepare("s2"))
    }

    @Test func `the least recently used one makes room`() {
        var cache = StatementCache(limit: 2)
        for text in ["x", "y"] {
            _ = cache.use(text, flight: 1)
            cache.confirm(text)
        }
        _ = cache.use("x", flight: 2)
        #expect(cache.use("z", flight: 3) == .prepare("s3"))
        #expect(cache.takeEvicted() == ["s2"])
        #expect(cache.use("x", flight: 4) == .ready("s1"))
        #expect(cache.count == 2)
    }

    @Test func `what is being prepared is never evicted`() {
        var cache = StatementCache(limit: 1)
        _ = cache.use("x", flight: 1)
        #expect(cache.use("y", flight: 1) == .once)
        #expect(cache.takeEvicted().isEmpty)
    }
}
