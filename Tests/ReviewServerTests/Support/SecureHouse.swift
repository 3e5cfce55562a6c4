import Foundation
import ReviewClient
import ReviewServer
import Support
import Testing

/// A daemon with a TLS listener under a certificate of its own.
struct SecureHouse {
    let house: TestHouse
    /// Of the TLS listener.
    let address: ServerAddress
    /// What a client needs to trust it.
    let tls: ClientTLS
    /// A certificate that a client may show, and the fingerprint of its key.
    let identity: ClientTLS.Identity
    let fingerprint: String

    /// The PEM file of the authority to trust.
    var authority: String { tls.trust.path ?? "" }

    /// Unless a `poll` is given, only commands of its own end sessions.
    static func with(
        poll milliseconds: Int = 3_600_000, activated: [ActivatedSocket] = [], _ body: (SecureHouse) async throws -> Void
    ) async throws {
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
        options.activated = activated
        options.certificate = CertificateFiles(chainPath: "\(folder)/server.pem", keyPath: "\(folder)/server-key.pem")
        options.clientCertificates = true
        options.time.suspensionPollMilliseconds = milliseconds
        try await TestHouse.with(options: options) { house in
            let bound = try #require(try await house.server.boundAddresses.first { $0.isSecure })
            try await body(
                SecureHouse(
                    house: house, address: .tcp(host: "localhost", port: try #require(bound.address.port)),
                    tls: ClientTLS(trust: .file(path: "\(folder)/server.pem")),
                    identity: ClientTLS.Identity(certificatePath: "\(folder)/client.pem", keyPath: "\(folder)/client-key.pem"),
                    fingerprint: client.fingerprint.text))
        }
    }
}

extension SecureHouse {
    /// All of it, to be taken apart.
    var parts: (TestHouse, ServerAddress, ClientTLS, ClientTLS.Identity, String) { (house, address, tls, identity, fingerprint) }
}
