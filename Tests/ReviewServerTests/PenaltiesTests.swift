import ReviewServer
import Testing

@Suite struct PenaltiesTests {
    private static let (home, away) = ("192.0.2.0/24", "198.51.100.0/24")
    /// Later than every turn of these tests, and before anything is forgotten.
    private static let later: Int64 = 100_000

    /// Makes attempts one after the other, each settled as a failure when its turn has come.
    private func fail(_ penalties: Penalties, _ count: Int, login: String = "ngo", block: String = home, source: String? = nil) throws {
        var now: Int64 = 0
        for _ in 0..<count {
            let turn = try #require(penalties.turn(login: login, block: block, source: source ?? block, at: now))
            now += turn.waitMilliseconds
            penalties.settle(turn, succeeded: false, at: now)
        }
    }

    private func succeed(_ penalties: Penalties, login: String = "ngo", block: String = home, source: String? = nil, at now: Int64 = 0)
        throws
    {
        penalties.settle(
            try #require(penalties.turn(login: login, block: block, source: source ?? block, at: now)), succeeded: true, at: now)
    }

    /// What an attempt that is abandoned at once would have waited.
    private func wait(_ penalties: Penalties, login: String, block: String, source: String? = nil, at now: Int64 = later) -> Int64? {
        penalties.turn(login: login, block: block, source: source ?? block, at: now)?.waitMilliseconds
    }

    @Test func `each failure waits longer, five seconds at most`() {
        let waits = (0...8).map(Penalties.waitMilliseconds(afterFailures:))
        #expect(waits == [0, 250, 500, 1000, 2000, 4000, 5000, 5000, 5000])
    }

    @Test func `guesses made side by side take as long as those made one after the other, and the ninth is refused`() throws {
        let penalties = Penalties()
        try fail(penalties, 6)
        let turns = (0..<8).compactMap { _ in penalties.turn(login: "ngo", block: Self.home, source: Self.home, at: Self.later) }
        #expect(turns.map(\.waitMilliseconds) == (1...8).map { $0 * 5000 })
        #expect(wait(penalties, login: "other", block: Self.home) == nil, "the block's queue is full, whatever the login")
        #expect(wait(penalties, login: "ngo", block: Self.away) == 5000, "nobody keeps a person out who comes from elsewhere")
        #expect(wait(penalties, login: "other", block: Self.away) == 0)
        penalties.settle(try #require(turns.first), succeeded: false, at: Self.later + 5000)
        #expect(wait(penalties, login: "ngo", block: Self.home, at: Self.later + 5000) == 40_000)
    }

    @Test func `an attempt waits for the later of its two turns`() throws {
        let penalties = Penalties()
        try fail(penalties, 2, login: "ngo", block: "203.0.113.0/24")
        try fail(penalties, 4, login: "other", block: Self.home)
        #expect(wait(penalties, login: "ngo", block: Self.home) == 2000)
        #expect(wait(penalties, login: "ngo", block: Self.away) == 500)
    }

    @Test func `a login that does not exist waits like one that does`() throws {
        let penalties = Penalties()
        try fail(penalties, 3, login: "ngo", block: Self.home)
        try fail(penalties, 3, login: "nobody", block: Self.away)
        let known = wait(penalties, login: "ngo", block: "203.0.113.0/24")
        #expect(known == wait(penalties, login: "nobody", block: "203.0.114.0/24"))
        #expect(known == 1000)
    }

    @Test func `guesses from elsewhere slow nobody down where they have logged in before`() throws {
        let penalties = Penalties()
        try succeed(penalties)
        try fail(penalties, 9, login: "ngo", block: Self.away)
        try fail(penalties, 9, login: "other", block: Self.home)
        #expect(wait(penalties, login: "NGO", block: Self.home) == 0)
        #expect(wait(penalties, login: "ngo", block: "203.0.113.0/24") == 5000)
    }

    @Test func `guesses from next door slow nobody down who has logged in from the same address before`() throws {
        let penalties = Penalties()
        try succeed(penalties, source: "192.0.2.1")
        try fail(penalties, 9, source: "192.0.2.2")
        for _ in 0..<8 { _ = penalties.turn(login: "ngo", block: Self.home, source: "192.0.2.2", at: Self.later) }
        #expect(wait(penalties, login: "ngo", block: Self.home, source: "192.0.2.3") == nil)
        #expect(wait(penalties, login: "ngo", block: Self.home, source: "192.0.2.1") == 0)
    }

    @Test func `failures where one has logged in before count, for that login there only, until it succeeds`() throws {
        let penalties = Penalties()
        try succeed(penalties)
        try fail(penalties, 4)
        #expect(wait(penalties, login: "ngo", block: Self.away) == 0)
        #expect(wait(penalties, login: "other", block: Self.home) == 0)
        let turns = (0..<9).map { _ in penalties.turn(login: "ngo", block: Self.home, source: Self.home, at: Self.later) }
        #expect(turns.map { $0?.waitMilliseconds } == (1...8).map { $0 * 2000 } + [nil])
        penalties.settle(try #require(turns.first ?? nil), succeeded: true, at: Self.later + 2000)
        for turn in turns.dropFirst() { if let turn { penalties.settle(turn, succeeded: true, at: Self.later + 16_000) } }
        #expect(wait(penalties, login: "ngo", block: Self.home, at: Self.later + 16_000) == 0)
    }

    @Test func `who has a login of their own guesses no faster for it`() throws {
        let penalties = Penalties()
        try fail(penalties, 4, login: "victim")
        try succeed(penalties, login: "own", at: Self.later)
        #expect(wait(penalties, login: "victim", block: Self.home, at: 2 * Self.later) == 2000)
        #expect(wait(penalties, login: "second-victim", block: Self.home, at: 3 * Self.later) == 2000)
    }

    @Test func `failures of long ago do not count`() throws {
        let penalties = Penalties(forgottenAfterMilliseconds: 900_000)
        try fail(penalties, 4)
        #expect(wait(penalties, login: "ngo", block: Self.home, at: 2_000_000) == 0)
    }

    @Test func `the tables stay bounded under any number of logins, settled or not`() throws {
        let penalties = Penalties(entriesMax: 100)
        for number in 0..<5000 {
            let (login, now) = ("login-\(number)", Int64(number))
            if let turn = penalties.turn(login: login, block: "10.0.\(number % 250).0/24", source: "10.0.\(number % 250).0/24", at: now) {
                penalties.settle(turn, succeeded: false, at: now)
            }
            try succeed(penalties, login: "known-\(number)", block: "10.1.\(number).0/24", at: now)
            _ = penalties.turn(login: "hanging-\(number)", block: "10.2.\(number).0/24", source: "10.2.\(number).0/24", at: now)
        }
        #expect(penalties.count <= 202)
    }
}
