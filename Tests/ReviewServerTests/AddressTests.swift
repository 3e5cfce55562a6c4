import NIOCore
import Testing

@testable import ReviewServer

@Suite struct AddressTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.0/24", true), ("192.0.2.77", "192.0.2.0/24", false), ("::1", "0:0:0:0::/64", true),
        ("::ffff:127.0.0.1", "127.0.0.0/24", true), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", false),
    ])
    func `an address has a block, and may be local`(text: String, block: String, isLocal: Bool) throws {
        let peer = PeerAddress(try SocketAddress(ipAddress: text, port: 1))
        #expect(peer.block == block)
        #expect(peer.isLocal == isLocal)
    }

    /// What `433` hangs on: a peer of whom nothing is known, in plain text, is trusted with no secret.
    @Test func `secrets travel over TLS or within the machine`() throws {
        let far = PeerAddress(try SocketAddress(ipAddress: "192.0.2.1", port: 1))
        let near = PeerAddress(try SocketAddress(ipAddress: "127.0.0.1", port: 1))
        #expect(Peer(address: near).isConfidential)
        #expect(Peer(address: far, isSecure: true).isConfidential)
        #expect(!Peer(address: far).isConfidential)
        #expect(!Peer(address: PeerAddress(nil)).isConfidential)
    }

    @Test func `a listener's address is read as it is written`() {
        for text in ["127.0.0.1:7117", "[::1]:7117", "unix:/run/reviewd/reviewd.sock", "localhost:0"] {
            #expect(ListenAddress(text)?.description == text)
        }
        for text in ["7117", ":7117", "host:", "host:65536", "unix:relative", "unix:/" + String(repeating: "x", count: 108)] {
            #expect(ListenAddress(text) == nil, "\(text)")
        }
    }

    @Test func `nor may a network that has all addresses of a /48`() throws {
        var limits = ConnectionLimits()
        (limits.totalMax, limits.perAddressMax) = (100, 2)
        let admission = Admission(limits)
        let peers = try (0..<9).map { PeerAddress(try SocketAddress(ipAddress: "2001:db8:1:\($0)::1", port: 1)) }
        let admitted = peers.filter { admission.enter($0) }
        #expect(admitted.count == 8)
        #expect(admission.enter(PeerAddress(try SocketAddress(ipAddress: "2001:db8:2::1", port: 1))))
        admission.leave(peers[0])
        #expect(admission.enter(peers[8]))
    }

    @Test func `one address may not take all connections`() throws {
        var limits = ConnectionLimits()
        (limits.totalMax, limits.perAddressMax) = (5, 2)
        let admission = Admission(limits)
        let near = PeerAddress(try SocketAddress(ipAddress: "192.0.2.1", port: 1))
        let far = PeerAddress(try SocketAddress(ipAddress: "192.0.2.2", port: 1))
        let local = PeerAddress(try SocketAddress(ipAddress: "127.0.0.1", port: 1))
        #expect(admission.enter(near) && admission.enter(near))
        #expect(!admission.enter(near))
        #expect(admission.enter(far))
        #expect(admission.enter(local) && admission.enter(local))
        #expect(!admission.enter(far))
        admission.leave(near)
        #expect(admission.enter(near))
    }

    @Test func `who takes all places does not shut the operator of the machine out`() throws {
        var limits = ConnectionLimits()
        (limits.totalMax, limits.perAddressMax) = (1, 1)
        let admission = Admission(limits)
        let local = PeerAddress(try SocketAddress(ipAddress: "127.0.0.1", port: 1))
        #expect(admission.enter(PeerAddress(try SocketAddress(ipAddress: "192.0.2.1", port: 1))))
        #expect(!admission.enter(PeerAddress(try SocketAddress(ipAddress: "192.0.2.2", port: 1))))
        for _ in 0..<Admission.keptForTheMachine { #expect(admission.enter(local)) }
        #expect(!admission.enter(local))
    }
}
