import NIOCore
import ReviewWire
import Synchronization

/// Counts connections, in all and for each address (of IPv6 each /64, since whoever has one address of it has them all, and each /48), and says
/// whether one more is served.
final class Admission: Sendable {
    private struct Counts {
        var total = 0
        /// By address, /64 and /48.
        var perSource: [String: Int] = [:]
    }

    /// So many connections beyond the total are for the machine itself: strangers who take all places do not shut its operator out.
    static let keptForTheMachine = 16
    /// A /48 may take as many places as so many addresses.
    static let addressesOfSite = 4

    private let limits: ConnectionLimits
    private let counts = Mutex(Counts())

    init(_ limits: ConnectionLimits) {
        self.limits = limits
    }

    /// Each `true` must be followed by one `leave`.
    func enter(_ peer: PeerAddress) -> Bool {
        counts.withLock { counts in
            let isCounted = !peer.isLocal || limits.countsLocal
            let room = limits.totalMax + (isCounted ? 0 : Self.keptForTheMachine)
            let shares = isCounted ? shares(of: peer) : []
            guard counts.total < room, shares.allSatisfy({ counts.perSource[$0.name, default: 0] < $0.limit }) else { return false }
            counts.total += 1
            for share in shares { counts.perSource[share.name, default: 0] += 1 }
            return true
        }
    }

    private func shares(of peer: PeerAddress) -> [(name: String, limit: Int)] {
        [(peer.source, limits.perAddressMax)] + (peer.site.map { [($0, limits.perAddressMax * Self.addressesOfSite)] } ?? [])
    }

    func leave(_ peer: PeerAddress) {
        counts.withLock { counts in
            counts.total -= 1
            for (name, _) in shares(of: peer) {
                guard let left = counts.perSource[name] else { continue }
                counts.perSource[name] = left > 1 ? left - 1 : nil
            }
        }
    }
}

/// Tells a connection that is one too many, and closes it.
final class Turnaway: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelActive(context: ChannelHandlerContext) {
        var writer = ReplyWriter(tag: nil)
        writer.refusal(Refusal(.sessionBusy, "too many connections; try again later", retry: .after(30)))
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: writer.bytes))).whenComplete { _ in bound.value.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}
