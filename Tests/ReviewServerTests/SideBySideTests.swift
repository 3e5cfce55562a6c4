import Glibc
import Postgres
import ReviewClient
import ReviewServer
import ReviewService
import ReviewWire
import Support
import Testing

/// Reads of one connection run side by side; nobody can tell by the answers.
@Suite struct SideBySideTests {
    private func request(_ line: String, body: String? = nil) throws -> String {
        guard let body else { return line + "\n" }
        return "\(line) {\(body.utf8.count)+}\n\(body)\n"
    }

    /// A raw connection of that person's own, by a token.
    private func connection(as who: String, _ house: TestHouse) async throws -> RawConnection {
        let person = try await house.connect(as: who)
        let token = try await person.send(Request("token.create", ["label": "raw"])).orThrow().result["token"]?.text
        await person.close()
        let connection = try RawConnection(to: house.address)
        try connection.send("auth mech=token data=\(try #require(token))\n")
        _ = try await connection.lines(2)
        return connection
    }

    /// Runs `body` while the database's processes for this daemon stand still. A lock would do, but one that keeps readers out keeps the
    /// events of the whole cluster back.
    private func standingStill(_ house: TestHouse, _ body: () async throws -> Void) async throws {
        let administrator = try await Connection.open(house.installation.superuser)
        let processes = try await administrator.flight([
            "select pid from pg_stat_activity where datname = \(house.installation.database) and usename = 'reviewd'"
        ])[0].rows(as: Int.self)
        await administrator.close()
        for process in processes { kill(Int32(process), SIGSTOP) }
        defer { for process in processes { kill(Int32(process), SIGCONT) } }
        try await body()
    }

    /// In which nothing is read but what is asked for.
    private var quiet: ServerOptions {
        var options = ServerOptions()
        options.time.suspensionPollMilliseconds = 3_600_000
        return options
    }

    /// Returns when so many reads are at the database.
    private func until(_ house: TestHouse, reading count: Int) async {
        while house.service.pool.statistics.reading < count { await Task.yield() }
    }

    @Test func `answers come in the order of the requests, whichever is done first`() async throws {
        try await TestHouse.with { house in
            let connection = try RawConnection(to: house.address)
            let verbs = [
                "party.list limit=1000", "ping", "help", "nonsense", "caps", "party.show party=XXX", "ping x=1", "cycle.list", "whoami",
            ]
            let script = (0..<900).map { "@\($0) \(verbs[$0 % verbs.count])\n" }.joined()
            try connection.send(script + "@end quit\n")
            let tags = try await connection.rest().dropFirst().compactMap { line in
                line.hasPrefix("1") ? nil : line.split(separator: " ").dropFirst().first.map(String.init)
            }
            #expect(tags == (0..<900).map { "@\($0)" } + ["@end"])
        }
    }

    @Test func `a connection that is gone before its watch is answered leaves nothing behind`() async throws {
        try await TestHouse.with(options: quiet) { house in
            let review = try #require(house.bindings["review"]?.text)
            var connection: RawConnection? = try RawConnection(to: house.address)
            _ = try await connection?.line()
            try await standingStill(house) {
                try connection?.send("watch topic=review/\(review)\n")
                await until(house, reading: 1)
                connection?.endByReset()
                connection = nil
                while house.server.sessionCount > 0 { await Task.yield() }
            }
            while house.service.pool.statistics.reading > 0 { await Task.yield() }
            // Whatever is left to be done of it is done before another of the same kind.
            for _ in 0..<8 {
                let other = try await ReviewConnection.connect(to: house.address)
                #expect(try await other.send(Request("watch", ["topic": "review/\(review)"])).code == 200)
                await other.close()
            }
            while house.server.sessionCount > 0 { await Task.yield() }
            #expect(house.server.watchedCount == 0)
        }
    }

    @Test func `a read sees every change before it and none behind it`() async throws {
        try await TestHouse.with { house in
            let review = try #require(house.bindings["review"]?.text)
            let connection = try await connection(as: "ngo", house)
            var script = ""
            for number in 0..<20 {
                for _ in 0..<3 { script += try request("@\(number) document.list mine=yes") }
                script += try request("@x document.draft review=\(review) kind=contribution lang=en title=x", body: "x")
            }
            try connection.send(script + "quit\n")
            let counts = try await connection.rest().filter { $0.hasPrefix("210 ") }
            #expect(counts == (0..<20).flatMap { number in Array(repeating: #"210 @\#(number) {"n":\#(number)}"#, count: 3) })
        }
    }

    @Test func `what changes the session waits for the reads before it, and those behind it wait for that`() async throws {
        try await TestHouse.with { house in
            let review = try #require(house.bindings["review"]?.text)
            let connection = try await connection(as: "ngo", house)
            let burst = "whoami\nparty.list limit=1\nwatch topic=review/\(review)\nping\nunwatch watch=1\nunwatch watch=1\nping\nquit\n"
            try connection.send(burst)
            let codes = try await connection.rest().map(\.code).filter { $0 != "150" }
            #expect(codes == ["200", "210", "200", "200", "200", "410", "200", "221"])
            let stranger = try RawConnection(to: house.address)
            try stranger.send("whoami\nparty.list limit=1\nauth mech=token data=rvt_x\n")
            #expect(try await stranger.lines(5).map(\.code) == ["220", "200", "150", "210", "432"])
        }
    }

    @Test(.timeLimit(.minutes(15))) func `reads run beside each other, eight of a connection, and none overtakes a change`() async throws {
        try await TestHouse.with(options: quiet) { house in
            let connection = try await connection(as: "ngo", house)
            try await standingStill(house) {
                try connection.send(String(repeating: "party.list limit=1\n", count: 20) + "token.create label=behind\nping\n")
                await until(house, reading: 8)
                // Whoever else comes is served, and by then more would have started.
                for _ in 0..<3 {
                    let other = try RawConnection(to: house.address)
                    try other.send("hello proto=rvw/1\nquit\n")
                    #expect(try await other.rest().map(\.code) == ["220", "200", "221"])
                }
                #expect(house.service.pool.statistics.reading == 8)
            }
            let codes = try await connection.lines(42).map(\.code)
            #expect(codes == Array(repeating: ["150", "210"], count: 20).flatMap { $0 } + ["201", "200"])
        }
    }

    @Test(.timeLimit(.minutes(15))) func `connections that send many at once get so many beside their first, all together`() async throws {
        try await TestHouse.with(options: quiet) { house in
            let greedy = try (0..<20).map { _ in try RawConnection(to: house.address) }
            try await standingStill(house) {
                for connection in greedy { try connection.send(String(repeating: "party.list limit=1\n", count: 8)) }
                await until(house, reading: 20 + 64)
                for connection in greedy { #expect(try await connection.line()?.code == "220") }
                let other = try RawConnection(to: house.address)
                try other.send("hello proto=rvw/1\nquit\n")
                #expect(try await other.rest().map(\.code) == ["220", "200", "221"])
                #expect(house.service.pool.statistics.reading == 20 + 64)
            }
            for connection in greedy { #expect(try await connection.lines(16).count == 16) }
            // What was taken was given back.
            try await standingStill(house) {
                for connection in greedy { try connection.send(String(repeating: "party.list limit=1\n", count: 8)) }
                await until(house, reading: 20 + 64)
            }
            for connection in greedy { #expect(try await connection.lines(16).count == 16) }
        }
    }
}
