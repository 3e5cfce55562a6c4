import NIOCore
import NIOSSL
import ReviewModel
import ReviewService
import ReviewWire

/// One connection: takes its frames in order, one command at a time, and knows who speaks. Lives on the thread of its event loop.
final class Session: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Phase { case new, open, closing, closed }

    /// While a command runs, no more than this is read ahead.
    private static let readAheadBytesMax = 64 * 1024

    let house: House
    let peer: Peer
    let executor: LoopExecutor
    let watches = Watches()
    /// Who speaks; `public` until a login succeeds.
    var actor = Actor.public
    var exchange: Authentication.Exchange?
    var phase = Phase.new
    private(set) var number = 0
    var context: ChannelHandlerContext?
    var incoming: Incoming
    var running = Running()
    var outgoing = Outgoing()
    var patience: Patience
    private var timer: RepeatedTask?
    /// A command runs by which its own login may end.
    private(set) var settlesLogins = false
    /// A login that ended meanwhile.
    var overLogin: SignIn.Live?
    private var isReadHeld = false

    init(house: House, peer: Peer, executor: LoopExecutor) {
        self.house = house
        self.peer = peer
        self.executor = executor
        incoming = Incoming(limits: house.options.limits)
        patience = Patience(house.options.time)
    }

    var bound: NIOLoopBound<Session> { NIOLoopBound(self, eventLoop: executor.loop) }
    var isLoggedIn: Bool { incoming.isLoggedIn }
    var isLive: Bool { phase == .open }
    var isWritable: Bool { context?.channel.isWritable ?? false }

    func loggedIn(as actor: Actor) {
        self.actor = actor
        self.actor.certificate = peer.fingerprint
        incoming.isLoggedIn = true
        house.sessions.loggedIn(number, as: actor)
        // What it may see from now on woke nobody before.
        watches.wake(nil, self)
    }

    /// The password that let it in was replaced by itself.
    func renew(_ credential: String) {
        actor.credential = credential
        house.sessions.loggedIn(number, as: actor)
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard phase == .new else { return }
        phase = .open
        let session = bound
        number = house.sessions.add(session, loop: executor.loop)
        timer = executor.loop.scheduleRepeatedTask(initialDelay: patience.interval, delay: patience.interval) { _ in session.value.look() }
        house.journal.record(.connected(near: peer.address.near))
        outgoing.append(house.greeting(for: peer), context.channel.allocator)
        flush()
    }

    private func closed() {
        guard phase != .closed else { return }
        phase = .closed
        timer?.cancel()
        timer = nil
        context = nil
        watches.clear(self)
        house.sessions.remove(number)
        house.journal.record(.disconnected(near: peer.address.near))
    }

    /// Works on whatever can be worked on now: takes frames until one has to wait, none is whole, or nobody reads the answers.
    private func proceed() {
        while phase == .open, isWritable, let frame = nextFrame() {
            patience.frameCame()
            take(frame)
        }
        settle()
    }

    /// The next frame that may start: behind a read only reads, behind anything else nothing.
    private func nextFrame() -> Frame? {
        guard running.isEmpty || running.hasRoom, let frame = incoming.next() else { return nil }
        if running.isEmpty { return frame }
        if case .request(let request) = frame, house.isRead(request.verb), house.takeBeside() { return frame }
        incoming.putBack(frame)
        return nil
    }

    private func settle() {
        if phase == .open {
            if running.isEmpty { flush() } else { flushSoon() }
            watches.read(self)
        }
        // Only now: writing can call back into here and begin a command.
        if phase == .open, running.isEmpty, incoming.isDone { finish() }
        releaseBrake()
    }

    private func take(_ frame: Frame) {
        switch frame {
        case .request(let request) where isOvertaken(request.verb), .malformed(_, let request) where isOvertaken(request.verb):
            refuseOctetsBehind(request.verb, tag: request.tag)
        case .request(let request):
            do {
                if let work = try work(for: request) { launch(work) }
            } catch {
                refuse(request, error)
            }
        case .malformed(let refusal, let request):
            refuse(request, house.refusalBeforeArguments(request.verb, for: actor) ?? refusal)
        case .refused(let refusal, let tag):
            answer(.refused(refusal), tag: tag)
        case .broken(let refusal):
            house.journal.record(.framingLost(near: peer.address.near, err: refusal.err.word))
            answer(.refused(refusal), tag: nil)
            finish()
        }
    }

    func launch(_ work: Work) {
        let number = running.begin(tag: work.tag, isRead: work.isRead)
        settlesLogins = Self.endingVerbs.contains(work.verb)
        let session = bound
        Task(executorPreference: executor) {
            let reply = await work.reply()
            session.value.complete(work, reply, number)
        }
    }

    /// Answers what may be answered now, and goes on.
    private func complete(_ work: Work, _ reply: Reply, _ number: Int) {
        let answers = leave(number, reply)
        guard phase == .open else { return }
        patience.answered()
        if isOvertaken(work.verb) { return refuseOctetsBehind(work.verb, tag: work.tag) }
        write(answers.map { $0.reply.encoded(tag: $0.tag) })
        settlesLogins = false
        if let over = overLogin.take() { loginIsOver(over) }
        proceed()
    }

    private func leave(_ number: Int, _ reply: Reply) -> [(reply: Reply, tag: String?)] {
        let before = running.besideCount
        defer { house.giveBackBeside(before - running.besideCount) }
        return running.end(number, reply)
    }

    /// Whether octets came behind a command that stands alone.
    private func isOvertaken(_ verb: String) -> Bool { incoming.buffered > 0 && SessionVerb(rawValue: verb)?.standsAlone ?? false }

    private func refuseOctetsBehind(_ verb: String, tag: String?) {
        answer(.refused(Refusal(.sessionOrder, "octets came before the answer to \(verb); closing")), tag: tag)
        finish()
    }

    /// Behind what is answered before it.
    func answer(_ reply: Reply, tag: String?) {
        write(leave(running.begin(tag: tag, isRead: true), reply).map { $0.reply.encoded(tag: $0.tag) })
    }

    /// A push stands between replies, because each reply is written whole.
    func push(_ code: ReplyCode, _ body: (inout JSONWriter) -> Void) {
        var writer = ReplyWriter(tag: nil)
        writer.push(code, body)
        write([writer.bytes])
        flush()
    }

    private func write(_ lines: [[UInt8]]) {
        guard let context else { return }
        for octets in lines { outgoing.append(octets, context.channel.allocator) }
        // Behind all of them: it can call back into here, and what that answers comes later.
        if outgoing.isFull { flush() }
    }

    private func flush() {
        guard let context, let octets = outgoing.take() else { return }
        context.channel.writeAndFlush(octets, promise: nil)
    }

    /// As soon as the commands that need nobody else are answered: one that asks the database holds up no answer before its own.
    private func flushSoon() {
        guard !outgoing.isEmpty, !outgoing.isDue else { return }
        outgoing.isDue = true
        let session = bound
        executor.loop.execute {
            session.value.outgoing.isDue = false
            session.value.flush()
        }
    }

    /// No more is read while enough waits to be done, or to be taken by a peer that does not read.
    private var mayRead: Bool {
        switch phase {
        case .new, .closing, .closed: true
        case .open: isWritable && (running.isEmpty || incoming.buffered < Self.readAheadBytesMax)
        }
    }

    func releaseBrake() {
        guard isReadHeld, mayRead else { return }
        isReadHeld = false
        context?.read()
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { closed() }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        closed()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard isLive else { return }
        patience.octetsCame()
        unwrapInboundIn(data).withUnsafeReadableBytes { incoming.feed(raw: $0) }
        proceed()
    }

    func read(context: ChannelHandlerContext) {
        isReadHeld = !mayRead
        if !isReadHeld { context.read() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        patience.stalled(!context.channel.isWritable)
        if context.channel.isWritable {
            watches.read(self)
            proceed()
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .inputClosed? = event as? ChannelEvent else { return context.fireUserInboundEventTriggered(event) }
        incoming.isOver = true
        proceed()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Of a TLS peer that ended its TCP side alone: told as the end of its input next, or the connection is gone anyway.
        if case NIOSSLError.uncleanShutdown = error { return }
        context.close(promise: nil)
    }
}
