import Foundation
import ReviewClient
import ReviewServer
import ReviewWire
import Support
import Testing

@Suite(.timeLimit(.minutes(2))) struct SecureTests {
    /// A house with TLS under a certificate of its own, the address to connect to, and what a client needs to trust it. Unless a `poll` is
    /// given, only commands of its own end sessions.
    private func withSecureHouse(
        poll milliseconds: Int = 3_600_000, _ body: (TestHouse, ServerAddress, ClientTLS, ClientTLS.Identity, String) async throws -> Void
    )
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("reviewd-tls-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer {
            // try?: a folder of /tmp that stays is no failure.
            try? FileManager.default.removeItem(atPath: folder)
        }
        let server = try SelfSigned(host: "localhost", validFromSeconds: time(nil))
        let client = try SelfSigned(host: "client", validFromSeconds: time(nil))
        for (made, name) in [(server, "server"), (client, "client")] {
            try made.certificatePEM.write(toFile: "\(folder)/\(name).pem", atomically: true, encoding: .utf8)
            try made.keyPEM.write(toFile: "\(folder)/\(name)-key.pem", atomically: true, encoding: .utf8)
        }
        var options = ServerOptions()
        options.tls = [.tcp(host: "127.0.0.1", port: 0)]
        options.certificate = CertificateFiles(chainPath: "\(folder)/server.pem", keyPath: "\(folder)/server-key.pem")
        options.clientCertificates = true
        options.time.suspensionPollMilliseconds = milliseconds
        let identity = ClientTLS.Identity(certificatePath: "\(folder)/client.pem", keyPath: "\(folder)/client-key.pem")
        try await TestHouse.with(options: options) { house in
            let bound = try #require(try await house.server.boundAddresses.first { $0.isSecure })
            let address = ServerAddress.tcp(host: "localhost", port: try #require(bound.address.port))
            try await body(
                house, address, ClientTLS(trust: .file(path: "\(folder)/server.pem")), identity,
                client.fingerprint.text)
        }
    }

    @Test func `a login over TLS is bound to the server's certificate`() async throws {
        try await withSecureHouse { _, address, tls, _, _ in
            let connection = try await ReviewConnection.connect(to: address, tls: tls)
            #expect(connection.greeting["auth"]?.elements?.compactMap(\.text) == ["scram-sha-256-plus", "scram-sha-256", "token"])
            #expect(connection.greeting["tls"]?.flag == true)
            let session = try await connection.logIn(login: "focal", password: Cast.password(of: "focal"))
            #expect(session["login"]?.text == "focal")
            await connection.close()
        }
    }

    @Test func `without binding a login over TLS is refused as a downgrade`() async throws {
        try await withSecureHouse { _, address, tls, _, _ in
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
        try await withSecureHouse { _, address, tls, identity, fingerprint in
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
        try await withSecureHouse(poll: 50) { house, address, tls, identity, fingerprint in
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
        try await withSecureHouse { house, address, tls, identity, fingerprint in
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
