import NIOCore
import NIOPosix
import ReviewClient
import ReviewWire
import Synchronization

/// A server on 127.0.0.1 that answers each request as a test says.
package final class ScriptedServer: Sendable {
    /// What happens on a request.
    package enum Move {
        case say(String)
        case octets([UInt8])
        /// Answers, then closes.
        case sayAndClose(String)
        case close
        case nothing
    }

    /// The script sees the request and the number of its connection, from 1.
    package typealias Script = @Sendable (Request, Int) -> Move

    package static let greeting = #"220 - {"proto":["rvw/1"],"auth":["scram-sha-256","token"],"tls":false,"time":"2026-11-23T16:40:00Z"}"#

    /// What all connections have heard.
    private final class Record: Sendable {
        let requests = Mutex<[Request]>([])
        let connections = Mutex(0)
        let closings = AsyncStream.makeStream(of: Int.self)
    }

    package let address: ServerAddress
    private let channel: any Channel
    private let record: Record

    /// Every request that arrived, in order.
    package var received: [Request] { record.requests.withLock { $0 } }
    package var connections: Int { record.connections.withLock { $0 } }

    /// The number of each connection that ended, by whomever.
    package var closings: AsyncStream<Int> { record.closings.stream }

    private init(channel: any Channel, record: Record) {
        self.channel = channel
        self.record = record
        address = .tcp(host: "127.0.0.1", port: channel.localAddress?.port ?? 0)
    }

    package static func start(greeting: String = greeting, _ script: @escaping Script) async throws -> ScriptedServer {
        let record = Record()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    let number = record.connections.withLock { count in
                        count += 1
                        return count
                    }
                    let player = Player(number: number, greeting: greeting, script: script, record: record)
                    try child.pipeline.syncOperations.addHandler(player)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return ScriptedServer(channel: channel, record: record)
    }

    package func stop() async throws { try await channel.close().get() }

    /// Plays the script on one connection.
    private final class Player: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private var framer = Framer(limits: Limits())
        private let number: Int
        private let greeting: String
        private let script: Script
        private let record: Record

        init(number: Int, greeting: String, script: @escaping Script, record: Record) {
            self.number = number
            self.greeting = greeting
            self.script = script
            self.record = record
            framer.isLoggedIn = true
        }

        func channelActive(context: ChannelHandlerContext) { write(Array((greeting + "\n").utf8), context) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            framer.feed(unwrapInboundIn(data).readableBytesView)
            while case .request(let request)? = framer.next() {
                record.requests.withLock { $0.append(request) }
                switch script(request, number) {
                case .say(let text): write(Array((text + "\n").utf8), context)
                case .octets(let octets): write(octets, context)
                case .sayAndClose(let text):
                    write(Array((text + "\n").utf8), context)
                    return context.close(promise: nil)
                case .close: return context.close(promise: nil)
                case .nothing: break
                }
            }
        }

        func channelInactive(context: ChannelHandlerContext) { record.closings.continuation.yield(number) }

        private func write(_ octets: [UInt8], _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: octets)), promise: nil)
        }
    }
}
