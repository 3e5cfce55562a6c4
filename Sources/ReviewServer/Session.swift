import NIOCore
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
    private(set) var phase = Phase.new
    private(set) var number = 0
    private var context: ChannelHandlerContext?
    private var framer: Framer
    private var running = Running()
    /// A frame that came behind commands it has to wait for.
    private var held: Frame?
    private var outgoing = Outgoing()
    private var patience: Patience
    private var timer: RepeatedTask?
    private var isReadHeld = false
    private var isInputOver = false

    init(house: House, peer: Peer, executor: LoopExecutor) {
        self.house = house
        self.peer = peer
        self.executor = executor
        framer = Framer(limits: house.options.limits)
        patience = Patience(house.options.time)
    }

    var bound: NIOLoopBound<Session> { NIOLoopBound(self, eventLoop: executor.loop) }
    var isLoggedIn: Bool { framer.isLoggedIn }
    var isLive: Bool { phase == .open }
    var isWritable: Bool { context?.channel.isWritable ?? false }

    func loggedIn(as actor: Actor) {
        self.actor = actor
        self.actor.certificate = peer.fingerprint
        framer.isLoggedIn = true
        house.sessions.loggedIn(number, as: actor)
        // What it may see from now on woke nobody before.
        watches.wake(nil, self)
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

    /// Says why and closes, without waiting for a command that runs.
    func end(_ refusal: Refusal, why: String) {
        guard isLive else { return }
        house.journal.record(.sessionEnded(account: actor.account?.description ?? "", why: why))
        push(.notice) { $0.members(refusal.json.members ?? []) }
        finish()
    }

    /// Lets the last reply out, then closes. The peer gets a moment to read it: closing over unread input would destroy it on the way.
    func finish() {
        guard isLive, let context else { return }
        phase = .closing
        framer = Framer(limits: house.options.limits)
        held = nil
        patience.closing()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        let mode = peer.isSecure || isInputOver ? CloseMode.all : .output
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenComplete { _ in bound.value.close(mode: mode, promise: nil) }
        if let octets = outgoing.take() { context.channel.writeAndFlush(octets, promise: promise) } else { promise.succeed() }
        releaseBrake()
    }

    func abort() { context?.close(promise: nil) }

    /// Looks whether the peer has kept us waiting too long.
    private func look() {
        if patience.isGone {
            context?.close(promise: nil)
        } else if phase == .open, running.isEmpty, isWritable,
            patience.isExhausted(isLoggedIn: isLoggedIn, isInsideFrame: framer.isInsideFrame, isWatching: !watches.isEmpty)
        {
            end(Refusal(.sessionIdle), why: "idle")
        } else {
            watches.read(self)
        }
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
        guard running.isEmpty || running.hasRoom, let frame = held.take() ?? framer.next() else { return nil }
        if running.isEmpty { return frame }
        if case .request(let request) = frame, house.isRead(request.verb), house.takeBeside() { return frame }
        held = frame
        return nil
    }

    private func settle() {
        if phase == .open {
            if running.isEmpty {
                flush()
                if isInputOver, isWritable { finish() }
            } else {
                flushSoon()
            }
            watches.read(self)
        }
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
                answer(.refused(error), tag: request.tag)
            }
        case .malformed(let refusal, let request):
            answer(.refused(house.refusalBeforeArguments(request.verb, for: actor) ?? refusal), tag: request.tag)
        case .refused(let refusal, let tag):
            answer(.refused(refusal), tag: tag)
        case .broken(let refusal):
            house.journal.record(.framingLost(near: peer.address.near, err: refusal.err.word))
            answer(.refused(refusal), tag: nil)
            finish()
        }
    }

    private func launch(_ work: Work) {
        let number = running.begin(tag: work.tag, isRead: work.isRead)
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
        proceed()
    }

    private func leave(_ number: Int, _ reply: Reply) -> [(reply: Reply, tag: String?)] {
        let before = running.besideCount
        defer { house.giveBackBeside(before - running.besideCount) }
        return running.end(number, reply)
    }

    /// Whether octets came behind a command that stands alone.
    private func isOvertaken(_ verb: String) -> Bool { framer.buffered > 0 && SessionVerb(rawValue: verb)?.standsAlone ?? false }

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
        case .open: isWritable && (running.isEmpty || framer.buffered < Self.readAheadBytesMax)
        }
    }

    private func releaseBrake() {
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
        unwrapInboundIn(data).withUnsafeReadableBytes { framer.feed(raw: $0) }
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
        isInputOver = true
        if phase == .closing { context.close(promise: nil) } else { proceed() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
