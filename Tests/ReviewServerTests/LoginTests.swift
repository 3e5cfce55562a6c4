import Postgres
import ReviewClient
import ReviewServer
import ReviewService
import ReviewWire
import Support
import Testing

@Suite struct LoginTests {
    private static let password = "correct-horse-7"

    private func withAccount(_ body: (TestHouse) async throws -> Void) async throws {
        var options = ServerOptions()
        options.iterations = 4096
        options.time.suspensionPollMilliseconds = 50
        try await TestHouse.with(peopled: false, options: options) { house in
            try await house.service.pool.transaction(Actor.system.context) { transaction in
                try await Accounts.foundSecretariat(title: "Secretariat", in: transaction)
                try await Accounts.create(
                    login: "head", organisation: "secretariat", role: .secretariat, isLead: true, isHead: true, password: Self.password,
                    iterations: 4096, in: transaction)
            }
            try await body(house)
        }
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

    @Test func `a wrong password and an unknown login are refused in the same steps with the same words`() async throws {
        try await withAccount { house in
            var answers: [[String]] = []
            for login in ["head", "nobody"] {
                let connection = try RawConnection(to: house.address)
                _ = try await connection.line()
                var client = try ScramClient(mechanism: .sha256, login: login, password: "wrong", channelBinding: nil)
                try connection.send("@1 auth mech=scram-sha-256 data=\(Base64.encode(client.first()))\n")
                let challenge = try #require(try await connection.line())
                let data = try #require(try JSONParser.parse(String(challenge.dropFirst(7)))["data"]?.text.flatMap { Base64.decode($0) })
                #expect(String(decoding: data, as: UTF8.self).hasSuffix(",i=4096"))
                try connection.send("@2 auth.step data=\(Base64.encode(try client.final(data)))\n")
                answers.append([challenge.code, try await connection.line() ?? ""])
            }
            #expect(answers[0] == answers[1])
            #expect(answers[0][1].hasPrefix(#"432 @2 {"err":"session/credentials""#))
        }
    }

    @Test func `guesses made side by side wait for each other, and are refused when too many do`() async throws {
        try await withAccount { house in
            var proofs: [(connection: RawConnection, step: String)] = []
            for _ in 0..<24 {
                let connection = try RawConnection(to: house.address)
                _ = try await connection.line()
                var client = try ScramClient(mechanism: .sha256, login: "head", password: "guess", channelBinding: nil)
                try connection.send("auth mech=scram-sha-256 data=\(Base64.encode(client.first()))\n")
                let challenge = try JSONParser.parse(String((try await connection.line() ?? "").dropFirst(6)))["data"]?.text
                proofs.append((connection, "auth.step data=\(Base64.encode(try client.final(Base64.decode(challenge ?? "") ?? [])))\n"))
            }
            try proofs[0].connection.send(proofs[0].step)
            #expect(try await proofs[0].connection.line()?.code == "432")
            for proof in proofs.dropFirst() { try proof.connection.send(proof.step) }
            var answers: [String] = []
            for proof in proofs.dropFirst() { answers.append(try await proof.connection.line() ?? "") }
            #expect(Set(answers.map(\.code)) == ["432", "460"])
            #expect(answers.first { $0.code == "460" }?.contains(#""err":"session/too-fast""#) == true)
        }
    }

    @Test func `the salt of an unknown login never changes`() async throws {
        try await withAccount { house in
            var salts: [Substring] = []
            for _ in 0..<2 {
                let connection = try RawConnection(to: house.address)
                _ = try await connection.line()
                var client = try ScramClient(mechanism: .sha256, login: "nobody", password: "x", channelBinding: nil)
                try connection.send("auth mech=scram-sha-256 data=\(Base64.encode(client.first()))\n")
                let line = try await connection.line() ?? ""
                let data = try JSONParser.parse(String(line.dropFirst(6)))["data"]?.text.flatMap { Base64.decode($0) } ?? []
                salts.append(String(decoding: data, as: UTF8.self).split(separator: ",")[1])
            }
            #expect(salts[0] == salts[1])
        }
    }

    @Test func `suspension ends a live session`() async throws {
        try await withAccount { house in
            let connection = try await ReviewConnection.connect(to: house.address)
            try await connection.logIn(login: "head", password: Self.password)
            try await house.service.pool.transaction(Actor.system.context) { transaction in
                try await transaction.run("update account set state = 'suspended' where login = 'head'")
            }
            var notices: [Int] = []
            for await push in connection.pushes() { notices.append(push.number) }
            #expect(notices == [199])
            let fresh = try await ReviewConnection.connect(to: house.address)
            await #expect(throws: (any Error).self) { try await fresh.logIn(login: "head", password: Self.password) }
        }
    }
}
