import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import ReviewWire

/// One connection to a daemon: requests may be pipelined, replies come back in their order, pushes beside them.
package final class ReviewConnection: Sendable {
    package let address: ServerAddress
    /// The object of the `220` line.
    package let greeting: JSONValue
    /// The server's certificate as DER, where the connection is secure.
    let peerCertificate: [UInt8]?

    private let channel: any Channel
    private let handler: NIOLoopBound<ReplyHandler>

    private init(
        address: ServerAddress, greeting: JSONValue, peerCertificate: [UInt8]?, channel: any Channel, handler: NIOLoopBound<ReplyHandler>
    ) {
        self.address = address
        self.greeting = greeting
        self.peerCertificate = peerCertificate
        self.channel = channel
        self.handler = handler
    }

    /// One channel as its initializer leaves it: of the several that are opened for a name with several addresses, one wins.
    private struct Opened: Sendable {
        let channel: any Channel
        let handler: NIOLoopBound<ReplyHandler>
        let greeted: EventLoopFuture<ServerLine>
    }

    /// Connects and reads the greeting; a server that is silent for `silenceSeconds` while an answer is due is given up.
    /// Names are looked up by `resolver`, or as the system does.
    package static func connect(
        to address: ServerAddress, tls: ClientTLS? = nil, silenceSeconds: Int = 120, resolver: (any Resolver & Sendable)? = nil
    ) async throws -> ReviewConnection {
        let secured = try tls.map { (try $0.context(), $0.nameToCheck(host: address.host)) }
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .resolver(resolver)
            .connectTimeout(.seconds(10))
            .channelOption(.socketOption(.so_keepalive), value: address.isSocket ? 0 : 1)
        do {
            let opened = try await open(bootstrap, address) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let (context, name) = secured {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: context, serverHostname: name))
                    }
                    let handler = ReplyHandler(address: address, silence: .seconds(Int64(silenceSeconds)), loop: channel.eventLoop)
                    try channel.pipeline.syncOperations.addHandler(handler)
                    return Opened(
                        channel: channel, handler: NIOLoopBound(handler, eventLoop: channel.eventLoop), greeted: handler.greeted)
                }
            }
            return try await greet(opened, address, isSecure: secured != nil)
        } catch {
            throw error as? ClientError ?? .unreachable(address, because: Self.reason(error))
        }
    }

    private static func open(
        _ bootstrap: ClientBootstrap, _ address: ServerAddress,
        _ initialize: @escaping @Sendable (any Channel) -> EventLoopFuture<Opened>
    ) async throws -> Opened {
        switch address {
        case .tcp(let host, let port): try await bootstrap.connect(host: host, port: port, channelInitializer: initialize)
        case .unix(let path): try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: initialize)
        }
    }

    private static func greet(_ opened: Opened, _ address: ServerAddress, isSecure: Bool) async throws -> ReviewConnection {
        do {
            let greeting = try await opened.greeted.get().object()
            let certificate = isSecure ? try await opened.channel.nioSSL_peerCertificate().get()?.toDERBytes() : nil
            return ReviewConnection(
                address: address, greeting: greeting, peerCertificate: certificate, channel: opened.channel, handler: opened.handler)
        } catch {
            opened.channel.close(promise: nil)
            throw error
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            if let failure = error.connectionErrors.first { return reason(failure.error) }
            return "the name \(error.host) was not found"
        case let error as IOError: return String(cString: strerror(error.errnoCode))
        case is ChannelPipelineError: return "it closed the connection behind its greeting"
        default: return "\(error)"
        }
    }

    package var isOpen: Bool { channel.isActive }

    /// Sends a request; its data lines are collected, 64 MiB of them at most.
    package func send(_ request: Request) async throws -> ServerReply { try await start(request).get() }

    /// Sends requests back to back; the replies stand in their order.
    package func send(_ requests: [Request]) async throws -> [ServerReply] {
        let pending = requests.map(start)
        var replies: [ServerReply] = []
        for reply in pending { replies.append(try await reply.get()) }
        return replies
    }

    /// Writes the request now, in the order of the calls, and lets the caller await the answer when it likes.
    package func start(_ request: Request) -> PendingReply { start(request, stream: nil) }

    /// Sends a request and hands each data line to `body` as it comes, in bounded memory; the reply that is returned holds the final line only.
    package func stream(_ request: Request, each body: (ServerLine) async throws -> Void) async throws -> ServerReply {
        let (lines, continuation) = AsyncStream.makeStream(of: ServerLine.self)
        let pending = start(request, stream: continuation)
        do {
            for await line in lines {
                try await body(line)
                let octets = line.json.count + (line.raw?.count ?? 0)
                channel.eventLoop.execute { [handler] in handler.value.consumed(octets) }
            }
        } catch {
            // What is left of the reply may be gigabytes that nobody wants.
            await close()
            throw error
        }
        return try await pending.get()
    }

    private func start(_ request: Request, stream: AsyncStream<ServerLine>.Continuation?) -> PendingReply {
        let promise = channel.eventLoop.makePromise(of: ServerReply.self)
        let waiter = ReplyHandler.Waiter(promise: promise, tag: request.tag, stream: stream)
        let octets = channel.allocator.buffer(bytes: request.encoded())
        channel.eventLoop.execute { [handler] in handler.value.send(octets, waiter) }
        return PendingReply(future: promise.futureResult)
    }

    /// The `190`, `198` and `199` lines from now on; to be called before `watch`. Ends with the connection. One reader at a time.
    package func pushes() -> AsyncStream<ServerLine> {
        let (lines, continuation) = AsyncStream.makeStream(
            of: ServerLine.self, bufferingPolicy: .bufferingOldest(ReplyHandler.pushesMax))
        channel.eventLoop.execute { [handler] in handler.value.deliverPushes(to: continuation) }
        return lines
    }

    /// Closes without a word; what is still awaited ends as `lost`.
    package func close() async {
        // try?: a connection that is closed already is what is wanted.
        try? await channel.close().get()
    }

    /// Says `quit`, awaits the `221` and closes.
    package func quit() async {
        // try?: a server that is gone needs no farewell.
        _ = try? await send(Request(verb: "quit"))
        await close()
    }
}

extension ServerAddress {
    /// The host for the name check; a Unix socket has none.
    var host: String {
        switch self {
        case .tcp(let host, _): host
        case .unix: "localhost"
        }
    }

    var isSocket: Bool { if case .unix = self { true } else { false } }
}
