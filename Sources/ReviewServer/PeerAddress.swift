import Crypto
import NIOCore

/// Who is at the other end, as far as limits and penalties need to know: its address, and the block it shares with its neighbours.
struct PeerAddress: Sendable, Hashable {
    /// The address without a port, or `local` for a Unix socket.
    let host: String
    /// An IPv4 /24 or an IPv6 /64: whoever owns one address of it can usually take the others.
    let block: String
    /// True on a loopback address or a Unix socket, where octets do not leave the machine.
    let isLocal: Bool

    /// What the log calls the block: who comes again can be told, where from cannot. Network addresses are kept only as long as the penalties
    /// need them (DOMAIN §7), and what has been written to a log is out of our hands.
    var near: String {
        HMAC<SHA256>.authenticationCode(for: Array(block.utf8), using: Self.key).prefix(5).map { String(($0 & 31), radix: 32) }.joined()
    }

    /// Of this process alone.
    private static let key = SymmetricKey(size: .bits256)

    /// What connections are counted by.
    var source: String { host.contains(":") ? block : host }

    /// The IPv6 /48 that whoever rents a network is given whole, with its 65,536 blocks; nil for IPv4.
    var site: String? { host.contains(":") ? block.split(separator: ":").prefix(3).joined(separator: ":") + "::/48" : nil }

    init(_ address: SocketAddress?) {
        switch address {
        case .v4(let v4):
            let octets = withUnsafeBytes(of: v4.address.sin_addr) { Array($0) }
            self.init(v4: octets)
        case .v6(let v6):
            let octets = withUnsafeBytes(of: v6.address.sin6_addr) { Array($0) }
            self.init(v6: octets)
        case .unixDomainSocket:
            self.init(host: "local", block: "local", isLocal: true)
        case nil:
            self.init(host: "unknown", block: "unknown", isLocal: false)
        }
    }

    private init(host: String, block: String, isLocal: Bool) {
        self.host = host
        self.block = block
        self.isLocal = isLocal
    }

    private init(v4 octets: [UInt8]) {
        let block = octets.prefix(3).map(String.init).joined(separator: ".") + ".0/24"
        self.init(host: octets.map(String.init).joined(separator: "."), block: block, isLocal: octets[0] == 127)
    }

    private init(v6 octets: [UInt8]) {
        // An IPv4 address that arrives on a dual-stack socket is that IPv4 address.
        if octets.prefix(10).allSatisfy({ $0 == 0 }), octets[10] == 0xff, octets[11] == 0xff {
            self.init(v4: Array(octets[12...]))
            return
        }
        let groups = stride(from: 0, to: 16, by: 2).map { String(UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]), radix: 16) }
        self.init(
            host: groups.joined(separator: ":"), block: groups.prefix(4).joined(separator: ":") + "::/64",
            isLocal: octets.prefix(15).allSatisfy { $0 == 0 } && octets[15] == 1)
    }
}
