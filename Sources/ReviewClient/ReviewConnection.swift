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

    /// Connects and reads the greeting; a server that is silent for `silenceSeconds` while an answer is due is given up.
    package static func connect(
        to address: ServerAddress, tls: ClientTLS? = nil, silenceSeconds: Int = 120
    ) async throws -> ReviewConnection {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let greeting = loop.makePromise(of: ServerLine.self)
        let secured = try tls.map { (try $0.context(), $0.nameToCheck(host: address.host)) }
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(.seconds(10))
            .channelOption(.socketOption(.so_keepalive), value: address.isSocket ? 0 : 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let (context, name) = secured {
                        try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: name))
                    }
                    try pipeline.addHandler(
                        ReplyHandler(address: address, silence: .seconds(Int64(silenceSeconds)), greeting: greeting))
                }
            }
        let channel: any Channel
        do {
            channel = try await open(bootstrap, address)
        } catch {
            greeting.fail(error)
            throw error as? ClientError ?? .unreachable(address, because: Self.reason(error))
        }
        return try await greet(channel, address: address, greeting: greeting)
    }

    private static func open(_ bootstrap: ClientBootstrap, _ address: ServerAddress) async throws -> any Channel {
        switch address {
        case .tcp(let host, let port): try await bootstrap.connect(host: host, port: port).get()
        case .unix(let path): try await bootstrap.connect(unixDomainSocketPath: path).get()
        }
    }

    private static func greet(
        _ channel: any Channel, address: ServerAddress, greeting: EventLoopPromise<ServerLine>
    ) async throws -> ReviewConnection {
        let late = channel.eventLoop.scheduleTask(in: .seconds(20)) {
            greeting.fail(ClientError.unreachable(address, because: "it accepted the connection and sent no greeting"))
            channel.close(promise: nil)
        }
        defer { late.cancel() }
        let line = try await greeting.futureResult.get()
        let (handler, certificate) = try await channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            let handler = NIOLoopBound(try pipeline.handler(type: ReplyHandler.self), eventLoop: channel.eventLoop)
            // try?: without a TLS handler there is no certificate to bind to.
            let tls = try? pipeline.handler(type: NIOSSLClientHandler.self)
            return (handler, try tls?.peerCertificate?.toDERBytes())
        }.get()
        return ReviewConnection(
            address: address, greeting: try line.object(), peerCertificate: certificate, channel: channel, handler: handler)
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            if let failure = error.connectionErrors.first { return reason(failure.error) }
            return "the name \(error.host) was not found"
        case let error as IOError: return String(cString: strerror(error.errnoCode))
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
