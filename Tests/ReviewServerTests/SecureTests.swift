import NIOSSL
import ReviewClient
import ReviewServer
import ReviewWire
import Support
import Testing

@Suite(.timeLimit(.minutes(15))) struct SecureTests {
    @Test func `a login over TLS is bound to the server's certificate`() async throws {
        try await SecureHouse.with { secure in
            let (_, address, tls, _, _) = secure.parts
            let connection = try await ReviewConnection.connect(to: address, tls: tls)
            #expect(connection.greeting["auth"]?.elements?.compactMap(\.text) == ["scram-sha-256-plus", "scram-sha-256", "token"])
            #expect(connection.greeting["tls"]?.flag == true)
            let session = try await connection.logIn(login: "focal", password: Cast.password(of: "focal"))
            #expect(session["login"]?.text == "focal")
            await connection.close()
        }
    }

    /// A way to knock at the TLS port, and whether somebody opens.
    struct Knock: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var protocols = [ClientTLS.applicationProtocol]
        var newest: TLSVersion?
        var isServed = false
    }

    @Test(arguments: [
        Knock(testDescription: "TLS 1.3 and rvw/1", isServed: true), Knock(testDescription: "no ALPN", protocols: []),
        Knock(testDescription: "another protocol", protocols: ["h2"]), Knock(testDescription: "TLS 1.2", newest: .tlsv12),
    ])
    func `the TLS port speaks to TLS 1.3 with rvw/1 alone`(knock: Knock) async throws {
        try await SecureHouse.with { secure in
            let (_, address, tls, _, _) = secure.parts
            guard case .file(let authority) = tls.trust else { throw TranscriptProblem("\(tls.trust)") }
            let lines = try await SecurePeer.lines(
                after: "ping\nquit\n", .closeNotify, from: address, authority: authority, receiveBufferBytes: 65_536,
                protocols: knock.protocols, newest: knock.newest)
            #expect(lines.map { $0.prefix(3) } == (knock.isServed ? ["220", "200", "221"] : []))
        }
    }

    @Test func `plain text at the TLS port is answered by nothing that could be taken for an answer`() async throws {
        try await SecureHouse.with { secure in
            let (_, address, _, _, _) = secure.parts
            let connection = try RawConnection(to: address)
            try connection.send("ping\nquit\n")
            #expect(try await connection.rest().allSatisfy { !$0.hasPrefix("2") })
        }
    }

    @Test func `without binding a login over TLS is refused as a downgrade`() async throws {
        try await SecureHouse.with { secure in
            let (_, address, tls, _, _) = secure.parts
            let connection = try await ReviewConnection.connect(to: address, tls: tls)
            var bytes = Array("y,,n=focal,r=nonce".utf8)
            let answer = try await connection.send(
                Request(verb: "auth", arguments: [RequestField("mech", "scram-sha-256"), RequestField("data", Base64.encode(bytes))]))
            #expect(answer.final.code == .credentials)
            bytes = Array("n,,n=focal,r=nonce".utf8)
            let plain = try await connection.send(
                Request(verb: "auth", arguments: [RequestField("mech", "scram-sha-256"), RequestField("data", Base64.encode(bytes))]))
            #expect(plain.final.code == .next)
            await connection.close()
        }
    }

    @Test func `a client certificate logs in the account that its holder has bound it to, until it is released`() async throws {
        try await SecureHouse.with { secure in
            let (_, address, tls, identity, fingerprint) = secure.parts
            var shown = tls
            shown.identity = identity
            let desk = try await ReviewConnection.connect(to: address, tls: shown)
            #expect(desk.greeting["auth"]?.elements?.last?.text == "external")
            await #expect(throws: ClientError.self) { try await desk.logInWithCertificate() }
            try await desk.logIn(login: "focal", password: Cast.password(of: "focal"))
            let bound = try await desk.send(Request("certificate.bind", ["label": "desk"])).orThrow()
            #expect(bound.result["fingerprint"]?.text == fingerprint)
            #expect(try await desk.send(Request("certificate.bind", ["label": "again"])).refusal?.err == .ruleTaken)

            let other = try await ReviewConnection.connect(to: address, tls: shown)
            #expect(try await other.logInWithCertificate()["login"]?.text == "focal")
            let pushes = other.pushes()
            try await desk.send(Request("certificate.release", ["fingerprint": fingerprint])).orThrow()
            var notices: [Int] = []
            for await push in pushes { notices.append(push.number) }
            #expect(notices == [199], "the session that came in by the certificate is over")
            #expect(try await desk.send(Request("whoami")).result["login"]?.text == "focal", "the one that came in by password is not")
            await desk.close()
        }
    }

    @Test func `a session ends within the poll when its certificate is released, whichever daemon did it`() async throws {
        try await SecureHouse.with(poll: 50) { secure in
            let (house, address, tls, identity, fingerprint) = secure.parts
            var shown = tls
            shown.identity = identity
            let desk = try await ReviewConnection.connect(to: address, tls: shown)
            try await desk.logIn(login: "focal", password: Cast.password(of: "focal"))
            try await desk.send(Request("certificate.bind", ["label": "card"])).orThrow()
            let card = try await ReviewConnection.connect(to: address, tls: shown)
            try await card.logInWithCertificate()
            let pushes = card.pushes()
            #expect(try await house.elsewhere("focal", "certificate.release fingerprint=\(fingerprint)").code == .done)
            var notices: [Int] = []
            for await push in pushes { notices.append(push.number) }
            #expect(notices == [199])
            #expect(try await desk.send(Request("whoami")).result["login"]?.text == "focal")
            await desk.close()
        }
    }

    @Test func `nobody binds a certificate that their own connection does not show`() async throws {
        try await SecureHouse.with { secure in
            let (house, address, tls, identity, fingerprint) = secure.parts
            let secure = try await ReviewConnection.connect(to: address, tls: tls)
            try await secure.logIn(login: "outsider", password: Cast.password(of: "outsider"))
            for connection in [secure, try await house.connect(as: "outsider")] {
                #expect(try await connection.send(Request("certificate.bind", ["label": "theirs"])).refusal?.err == .stateWrong)
                let named = try await connection.send(Request("certificate.bind", ["label": "theirs", "fingerprint": fingerprint]))
                #expect(named.refusal?.err == .argumentUnknown)
                await connection.close()
            }
            var shown = tls
            shown.identity = identity
            let owner = try await ReviewConnection.connect(to: address, tls: shown)
            await #expect(throws: ClientError.self, "it stands for nobody") { try await owner.logInWithCertificate() }
            await owner.close()
        }
    }

    @Test func `plain text off this machine and a missing certificate stop the start with a sentence`() {
        for (plain, tls, sentence) in [
            ("192.0.2.1:0", nil, "plain text off this machine"), (nil, "127.0.0.1:0", "needs tls.certificate and tls.key"),
        ] as [(String?, String?, String)] {
            var options = ServerOptions()
            options.plain = plain.flatMap { ListenAddress($0) }.map { [$0] } ?? []
            options.tls = tls.flatMap { ListenAddress($0) }.map { [$0] } ?? []
            let fault = #expect(throws: StartFault.self) { try Server.check(options) }
            #expect(fault?.description.contains(sentence) == true)
        }
    }
}
