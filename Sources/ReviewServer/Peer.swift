import ReviewService
import ReviewWire

/// A way to log in, by its word on the wire.
enum Mechanism: String, Sendable, CaseIterable {
    case scramPlus = "scram-sha-256-plus"
    case scram = "scram-sha-256"
    case token
    case external
}

/// What a session knows of the channel that it speaks on.
struct Peer: Sendable {
    let address: PeerAddress
    let isSecure: Bool
    /// The `tls-server-end-point` data; nil without TLS.
    let channelBinding: [UInt8]?
    /// Of the public key in the client's certificate, when it showed one.
    let fingerprint: Digest?

    init(address: PeerAddress, isSecure: Bool = false, channelBinding: [UInt8]? = nil, fingerprint: Digest? = nil) {
        self.address = address
        self.isSecure = isSecure
        self.channelBinding = channelBinding
        self.fingerprint = fingerprint
    }

    /// Secrets may travel here.
    var isConfidential: Bool { isSecure || address.isLocal }

    var mechanisms: [Mechanism] {
        Mechanism.allCases.filter { mechanism in
            switch mechanism {
            case .scramPlus: channelBinding != nil
            case .scram, .token: true
            case .external: fingerprint != nil
            }
        }
    }
}
