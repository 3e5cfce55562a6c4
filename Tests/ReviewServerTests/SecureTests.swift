import Foundation
import ReviewClient
import ReviewServer
import ReviewWire
import Support
import Testing

@Suite struct SecureTests {
    @Test func `a self-signed certificate serves TLS, and the login is bound to it`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("reviewd-tls-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer {
            // try?: a folder of /tmp that stays is no failure.
            try? FileManager.default.removeItem(atPath: folder)
        }
        let made = try SelfSigned(host: "localhost", validFromSeconds: time(nil))
        try made.certificatePEM.write(toFile: "\(folder)/chain.pem", atomically: true, encoding: .utf8)
        try made.keyPEM.write(toFile: "\(folder)/key.pem", atomically: true, encoding: .utf8)
        var options = ServerOptions()
        options.tls = [.tcp(host: "127.0.0.1", port: 0)]
        options.certificate = CertificateFiles(chainPath: "\(folder)/chain.pem", keyPath: "\(folder)/key.pem")
        try await TestHouse.with(options: options) { house in
            let bound = try #require(try await house.server.boundAddresses.first { $0.isSecure })
            let address = ServerAddress.tcp(host: "localhost", port: try #require(bound.address.port))
            let connection = try await ReviewConnection.connect(to: address, tls: ClientTLS(trust: .file(path: "\(folder)/chain.pem")))
            #expect(connection.greeting["auth"]?.elements?.first?.text == "scram-sha-256-plus")
            #expect(connection.greeting["tls"]?.flag == true)
            let session = try await connection.logIn(login: "focal", password: Cast.password(of: "focal"))
            #expect(session["login"]?.text == "focal")
            await connection.close()
        }
    }

    @Test func `plain text off this machine, a missing certificate and a taken port stop the start with a sentence`() async throws {
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
