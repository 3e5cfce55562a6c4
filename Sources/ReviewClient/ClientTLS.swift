import NIOSSL

/// What a client trusts, and what it shows of itself, in a TLS 1.3 handshake with ALPN `rvw/1`.
package struct ClientTLS: Sendable, Hashable {
    /// Which authorities may have signed the daemon's certificate.
    package enum Trust: Sendable, Hashable {
        case systemRoots
        /// A PEM file of authorities, in place of the system's.
        case file(path: String)

        package var path: String? { if case .file(let path) = self { path } else { nil } }
    }

    /// A certificate of one's own, for the `external` mechanism: paths of PEM files.
    package struct Identity: Sendable, Hashable {
        package let certificatePath: String
        package let keyPath: String

        package init(certificatePath: String, keyPath: String) {
            self.certificatePath = certificatePath
            self.keyPath = keyPath
        }
    }

    package static let applicationProtocol = "rvw/1"

    package var trust: Trust
    package var identity: Identity?

    package init(trust: Trust = .systemRoots, identity: Identity? = nil) {
        self.trust = trust
        self.identity = identity
    }

    /// Throws `ClientError.tls` with a sentence that names the file when one cannot be read.
    func context() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv13
        configuration.applicationProtocols = [Self.applicationProtocol]
        switch trust {
        case .systemRoots: configuration.trustRoots = .default
        case .file(let path):
            configuration.trustRoots = .certificates(try Self.certificates(path))
        }
        if let identity {
            configuration.certificateChain = try Self.certificates(identity.certificatePath).map { .certificate($0) }
            do {
                configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: identity.keyPath, format: .pem))
            } catch {
                throw ClientError.tls("the private key \(identity.keyPath) cannot be read: \(error)")
            }
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw ClientError.tls("the TLS settings are not usable: \(error)")
        }
    }

    private static func certificates(_ path: String) throws -> [NIOSSLCertificate] {
        do {
            return try NIOSSLCertificate.fromPEMFile(path)
        } catch {
            throw ClientError.tls("the certificate file \(path) cannot be read: \(error)")
        }
    }

    /// The name for server name indication and for checking the certificate; an IP address is checked as an address and sent as no name.
    func nameToCheck(host: String) -> String? {
        let isAddress = host.contains(":") || host.split(separator: ".").allSatisfy { UInt8($0) != nil }
        return isAddress ? nil : host
    }
}
