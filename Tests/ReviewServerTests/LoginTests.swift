import Postgres
import ReviewClient
import ReviewServer
import ReviewService
import ReviewWire
import Support
import Testing

@Suite(.timeLimit(.minutes(15))) struct LoginTests {
    private static let password = "correct-horse-7"

    private func withAccount(_ body: (TestHouse) async throws -> Void) async throws {
        var options = ServerOptions()
        options.time.suspensionPollMilliseconds = 50
        try await TestHouse.with(peopled: false, options: options) { house in
            try await house.service.pool.transaction(Actor.system.context) { transaction in
                try await Accounts.foundSecretariat(title: "Secretariat", in: transaction)
                try await Accounts.create(
                    login: "head", organisation: "secretariat", role: .secretariat, isLead: true, isHead: true, password: Self.password,
                    iterations: Cast.iterations, in: transaction)
            }
            try await body(house)
        }
    }

    private static let suspension: SQL = "update account set state = 'suspended' where login = 'head'"

    /// As another daemon would, so that only the poll can tell this one.
    private func suspend(_ house: TestHouse, by change: SQL = suspension) async throws {
        _ = try await house.service.pool.transaction(Actor.system.context) { try await $0.run(change) }
    }

    @Test func `a right password logs in, once`() async throws {
        try await withAccount { house in
            let connection = try await ReviewConnection.connect(to: house.address)
            let session = try await connection.logIn(login: "head", password: Self.password)
            #expect(session["role"]?.text == "secretariat")
            let again = try await connection.send(
                Request(verb: "auth", arguments: [RequestField("mech", "token"), RequestField("data", "x")]))
            #expect(again.final.code == .order)
            await connection.close()
        }
    }

    /// One exchange over a connection of its own, up to the proof.
    private struct Attempt {
        let connection: RawConnection
        /// The code of the challenge with its salt and iterations.
        let challenge: [String]
        private let proof: [UInt8]

        init(_ login: String, _ password: String, at house: TestHouse) async throws {
            connection = try RawConnection(to: house.address)
            _ = try await connection.line()
            var client = try ScramClient(mechanism: .sha256, login: login, password: password, channelBinding: nil)
            try connection.send("auth mech=scram-sha-256 data=\(Base64.encode(client.first()))\n")
            let line = try #require(try await connection.line())
            let data = try #require(try JSONParser.parse(String(line.dropFirst(6)))["data"]?.text.flatMap { Base64.decode($0) })
            challenge = [line.code] + String(decoding: data, as: UTF8.self).split(separator: ",").dropFirst().map(String.init)
            proof = try client.final(data)
        }

        func sendProof() throws { try connection.send("@2 auth.step data=\(Base64.encode(proof))\n") }

        func answer() async throws -> String {
            try sendProof()
            return try await connection.line() ?? ""
        }
    }

    @Test func `a wrong password and an unknown login are refused in the same steps with the same words`() async throws {
        try await withAccount { house in
            let (wrong, unknown) = (try await Attempt("head", "wrong", at: house), try await Attempt("nobody", "wrong", at: house))
            #expect(wrong.challenge[2] == "i=\(Cast.iterations)")
            #expect([unknown.challenge[0], unknown.challenge[2]] == [wrong.challenge[0], wrong.challenge[2]])
            #expect(unknown.challenge[1].count == wrong.challenge[1].count)
            let answer = try await wrong.answer()
            #expect(try await unknown.answer() == answer)
            #expect(answer.hasPrefix(#"432 @2 {"err":"session/credentials""#))
        }
    }

    @Test func `the challenge of a suspended login does not change, and its right password is refused like a wrong one`() async throws {
        try await withAccount { house in
            let before = try await Attempt("head", "wrong", at: house)
            try await suspend(house)
            let after = try await Attempt("head", Self.password, at: house)
            #expect(after.challenge == before.challenge)
            #expect(try await after.answer() == before.answer())
        }
    }

    @Test(arguments: [
        suspension, "update organisation set state = 'suspended'", "update credential set changed_at = changed_at + interval '1 second'",
    ])
    func `an exchange that began before its login was suspended, or its password replaced, lets nobody in`(change: SQL) async throws {
        try await withAccount { house in
            let (wrong, held) = (try await Attempt("head", "wrong", at: house), try await Attempt("head", Self.password, at: house))
            try await suspend(house, by: change)
            #expect(try await held.answer() == wrong.answer())
            try held.connection.send("whoami\n")
            #expect(try await held.connection.line()?.contains(#""role":"public""#) == true)
        }
    }

    @Test func `guesses made side by side wait for each other, and are refused when too many do`() async throws {
        try await withAccount { house in
            #expect(try await Attempt("head", "guess", at: house).answer().code == "432")
            var attempts: [Attempt] = []
            for _ in 0..<24 { attempts.append(try await Attempt("head", "guess", at: house)) }
            for attempt in attempts { try attempt.sendProof() }
            var answers: [String] = []
            for attempt in attempts { answers.append(try await attempt.connection.line() ?? "") }
            #expect(Set(answers.map(\.code)) == ["432", "460"])
            #expect(answers.first { $0.code == "460" }?.contains(#""err":"session/too-fast""#) == true)
        }
    }

    @Test func `the salt of an unknown login never changes`() async throws {
        try await withAccount { house in
            let first = try await Attempt("nobody", "x", at: house)
            #expect(try await Attempt("nobody", "x", at: house).challenge == first.challenge)
        }
    }

    @Test func `suspension ends a live session`() async throws {
        try await withAccount { house in
            let connection = try await ReviewConnection.connect(to: house.address)
            try await connection.logIn(login: "head", password: Self.password)
            let pushes = connection.pushes()
            try await suspend(house)
            var notices: [Int] = []
            for await push in pushes { notices.append(push.number) }
            #expect(notices == [199])
            let fresh = try await ReviewConnection.connect(to: house.address)
            await #expect(throws: (any Error).self) { try await fresh.logIn(login: "head", password: Self.password) }
        }
    }
}
