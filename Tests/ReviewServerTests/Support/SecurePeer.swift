import NIOCore
import NIOPosix
import NIOSSL
import ReviewClient

/// A TLS client that says all it wants at once, ends its own side, and reads to the end.
enum SecurePeer {
    /// How it ends its side.
    enum Ending: String, CaseIterable, Sendable {
        /// As TLS has it: `close_notify`, then TCP's end.
        case closeNotify
        /// TCP's end alone.
        case ragged
    }

    /// Every line that the server sent until it closed; none when the handshake came to nothing.
    static func lines(
        after text: String, _ ending: Ending, from address: ServerAddress, authority path: String, receiveBufferBytes: Int,
        protocols: [String] = [ClientTLS.applicationProtocol], newest: TLSVersion? = nil
    ) async throws -> [String] {
        guard case .tcp(let host, let port) = address else { return [] }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path))
        configuration.applicationProtocols = protocols
        configuration.maximumTLSVersion = newest
        let context = try NIOSSLContext(configuration: configuration)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.socketOption(.so_rcvbuf), value: receiveBufferBytes)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        RaggedEnd(), try NIOSSLClientHandler(context: context, serverHostname: host), Reading(channel.eventLoop),
                    ])
                }
            }.connect(host: host, port: port).get()
        let everything: EventLoopFuture<ByteBuffer>
        do {
            everything = try await channel.pipeline.handler(type: Reading.self).map { $0.everything }.get()
        } catch ChannelPipelineError.notFound {
            // It hung up in the handshake, so soon that nobody is left to ask.
            return []
        }
        // try?: a server that has hung up takes nothing, and says so by its silence.
        try? await channel.writeAndFlush(ByteBuffer(string: text)).get()
        switch ending {
        case .closeNotify: channel.close(mode: .output, promise: nil)
        case .ragged: channel.triggerUserOutboundEvent(RaggedEnd.Now(), promise: nil)
        }
        return String(buffer: try await everything.get()).split(separator: "\n").map(String.init)
    }

    /// Keeps what comes, until the end.
    private final class Reading: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        private let octets: NIOLoopBoundBox<ByteBuffer>
        private let end: EventLoopPromise<ByteBuffer>
        var everything: EventLoopFuture<ByteBuffer> { end.futureResult }

        init(_ loop: any EventLoop) {
            octets = NIOLoopBoundBox(ByteBuffer(), eventLoop: loop)
            end = loop.makePromise()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var piece = unwrapInboundIn(data)
            octets.value.writeBuffer(&piece)
        }

        func channelInactive(context: ChannelHandlerContext) { end.succeed(octets.value) }

        /// How it ended does not matter here, what came before does.
        func errorCaught(context: ChannelHandlerContext, error: any Error) {}
    }

    /// Ends the TCP side under TLS.
    private final class RaggedEnd: ChannelOutboundHandler, Sendable {
        typealias OutboundIn = ByteBuffer

        struct Now: Sendable {}

        func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
            context.close(mode: .output, promise: promise)
        }
    }
}
