import NIOCore
import NIOSSL
import NIOTLS
import ReviewWire

/// Turns octets into server lines and gives each to whoever waits for it: replies come in the order of the requests.
final class ReplyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// A request whose final line has not come yet.
    struct Waiter {
        let promise: EventLoopPromise<ServerReply>
        /// Without its "@".
        let tag: String?
        /// Takes the data lines as they come; nil keeps them for the reply.
        let stream: AsyncStream<ServerLine>.Continuation?
        var data: [ServerLine] = []
        var octets = 0

        init(promise: EventLoopPromise<ServerReply>, tag: String?, stream: AsyncStream<ServerLine>.Continuation?) {
            self.promise = promise
            self.tag = tag
            self.stream = stream
        }
    }

    /// Octets of one collected reply; more must be streamed.
    static let collectedOctetsMax = 64 << 20
    /// Octets that a stream's consumer may be behind before reading stops, and where it goes on again.
    static let behindOctetsMax = 1 << 20
    static let behindOctetsLow = 1 << 18
    /// Pushes that may wait for their consumer before the connection is given up.
    static let pushesMax = 10_000
    private static let greetingPatience = TimeAmount.seconds(20)

    private let address: ServerAddress
    private let silence: TimeAmount?
    private let greeting: EventLoopPromise<ServerLine>
    /// The `220` line; fails with a `ClientError` when none comes.
    var greeted: EventLoopFuture<ServerLine> { greeting.futureResult }
    private var isGreeted = false
    private var parser = ReplyParser(rawBytesMax: 4 << 20)
    private var waiters = CircularBuffer<Waiter>()
    private var pushes: AsyncStream<ServerLine>.Continuation?
    private var failure: ClientError?
    private var behind = 0
    private var isReading = true
    private var lastHeard = NIODeadline.now()
    private var watchdog: Scheduled<Void>?
    private var context: ChannelHandlerContext?

    init(address: ServerAddress, silence: TimeAmount?, loop: any EventLoop) {
        self.address = address
        self.silence = silence
        greeting = loop.makePromise()
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        watchdog = context.eventLoop.scheduleTask(in: Self.greetingPatience) {
            let handler = bound.value
            handler.fail(.unreachable(handler.address, because: "it accepted the connection and sent no greeting"))
        }
        context.fireChannelActive()
    }

    /// Writes a request and queues who waits for its answer.
    func send(_ octets: ByteBuffer, _ waiter: Waiter) {
        guard let context, failure == nil, context.channel.isActive else {
            waiter.stream?.finish()
            return waiter.promise.fail(failure ?? ClientError.closed)
        }
        if waiters.isEmpty { lastHeard = .now() }
        waiters.append(waiter)
        watch()
        context.writeAndFlush(wrapOutboundOut(octets), promise: nil)
    }

    func deliverPushes(to continuation: AsyncStream<ServerLine>.Continuation) {
        pushes?.finish()
        pushes = continuation
        if context == nil { continuation.finish() }
    }

    /// The stream's consumer is done with so many octets.
    func consumed(_ octets: Int) {
        behind -= octets
        if behind <= Self.behindOctetsLow { setReading(true) }
    }

    private func setReading(_ reads: Bool) {
        guard reads != isReading, let channel = context?.channel else { return }
        isReading = reads
        channel.setOption(.autoRead, value: reads).whenFailure { _ in }
        if reads { channel.read() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        lastHeard = .now()
        do {
            parser.feed(buffer.readableBytesView)
            while let line = try parser.next() { take(line) }
        } catch {
            fail(.notOurProtocol("\(error)"))
        }
    }

    private func take(_ line: ServerLine) {
        guard failure == nil else { return }
        if !isGreeted { return greet(line) }
        if line.isPush { return push(line) }
        guard !waiters.isEmpty else {
            return fail(line.isRefusal ? Self.refused(line) : .notOurProtocol("a \(line.number) that nobody asked for"))
        }
        guard line.tag == waiters[waiters.startIndex].tag || line.isRefusal else {
            return fail(.notOurProtocol("an answer to another request than the oldest"))
        }
        if line.isFinal { finish(line) } else { keep(line) }
    }

    private func greet(_ line: ServerLine) {
        guard line.code == .greeting else {
            return fail(line.isRefusal ? Self.refused(line) : .notOurProtocol("the first line is a \(line.number)"))
        }
        isGreeted = true
        watchdog?.cancel()
        watchdog = nil
        greeting.succeed(line)
    }

    private static func refused(_ line: ServerLine) -> ClientError {
        line.refusal.map { .refused($0) } ?? .notOurProtocol("a \(line.number) line without a reason")
    }

    private func push(_ line: ServerLine) {
        guard let pushes else { return }
        // Dropping one silently would hide an event; a lost connection makes the reader go on from its cursor.
        if case .dropped = pushes.yield(line) { fail(.lost(because: "events came faster than they were read")) }
    }

    private func keep(_ line: ServerLine) {
        let octets = line.json.count + (line.raw?.count ?? 0)
        let first = waiters.startIndex
        if let stream = waiters[first].stream {
            if case .enqueued = stream.yield(line) {
                behind += octets
                if behind >= Self.behindOctetsMax { setReading(false) }
            }
            return
        }
        waiters[first].octets += octets
        guard waiters[first].octets <= Self.collectedOctetsMax else {
            return fail(.notOurProtocol("a reply of more than \(Self.collectedOctetsMax) octets"))
        }
        waiters[first].data.append(line)
    }

    private func finish(_ line: ServerLine) {
        let waiter = waiters.removeFirst()
        waiter.stream?.finish()
        do {
            waiter.promise.succeed(ServerReply(data: waiter.data, final: line, result: try line.object()))
        } catch {
            waiter.promise.fail(error)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let negotiated)? = event as? TLSUserEvent, negotiated != ClientTLS.applicationProtocol {
            fail(.tls("the server did not agree to \(ClientTLS.applicationProtocol)"))
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOSSLError.uncleanShutdown: fail(.lost(because: "it was cut off"))
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: fail(.tls(Self.sentence(error)))
        default: fail(.lost(because: "\(error)"))
        }
    }

    private static func sentence(_ error: any Error) -> String {
        let text = "\(error)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return "the server's certificate is not valid, or is signed by no authority that is trusted here"
        }
        if text.contains("WRONG_VERSION_NUMBER") || text.contains("UNSUPPORTED_PROTOCOL") || text.contains("PROTOCOL_VERSION") {
            return "the server does not speak TLS 1.3 on this port"
        }
        if text.contains("NO_APPLICATION_PROTOCOL") { return "the server did not agree to \(ClientTLS.applicationProtocol)" }
        return error is NIOSSLExtraError ? "the server's certificate is for another name" : text
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    private func fail(_ error: ClientError) {
        if failure == nil { failure = error }
        context?.close(promise: nil)
        end()
    }

    /// Answers everyone who still waits, once.
    private func end() {
        watchdog?.cancel()
        if !isGreeted {
            isGreeted = true
            greeting.fail(failure ?? ClientError.unreachable(address, because: "it closed the connection without a greeting"))
        }
        while let waiter = waiters.popFirst() {
            waiter.stream?.finish()
            waiter.promise.fail(failure ?? ClientError.lost(because: "the server closed it"))
        }
        pushes?.finish()
        pushes = nil
    }

    /// Ends a connection on which an answer is due and nothing has come for as long as `silence`.
    private func watch() {
        guard let silence, watchdog == nil, let loop = context?.eventLoop else { return }
        let bound = NIOLoopBound(self, eventLoop: loop)
        watchdog = loop.scheduleTask(deadline: lastHeard + silence) { bound.value.look() }
    }

    private func look() {
        watchdog = nil
        guard let silence, !waiters.isEmpty else { return }
        // A stream whose consumer is slow is silent by our own doing.
        if behind >= Self.behindOctetsLow { lastHeard = .now() }
        if NIODeadline.now() >= lastHeard + silence {
            fail(.silent(seconds: Int(silence.nanoseconds / 1_000_000_000)))
        } else {
            watch()
        }
    }
}
