import NIOCore
import ReviewService
import ReviewWire

/// How a session comes to its end: all that was answered leaves first.
extension Session {
    /// Says why and closes, without waiting for a command that runs.
    func end(_ refusal: Refusal, why: String) {
        guard isLive else { return }
        house.journal.record(.sessionEnded(account: actor.account?.description ?? "", why: why))
        push(.notice) { $0.members(refusal.json.members ?? []) }
        finish()
    }

    /// That login may no longer have a session. A command of its own that has ended it is answered first, and may have renewed it.
    func loginIsOver(_ live: SignIn.Live) {
        guard actor.live == live else { return }
        guard !settlesLogins else { return overLogin = live }
        end(Refusal(.sessionCredentials, "this login is over: suspended, revoked or replaced"), why: "suspended")
    }

    /// Lets everything out that was answered, then closes. The peer gets a moment to read it: closing over unread input would destroy it on
    /// the way.
    func finish() {
        guard isLive, let context else { return }
        phase = .closing
        incoming = Incoming(limits: house.options.limits)
        patience.ending()
        let (bound, session) = (NIOLoopBound(context, eventLoop: context.eventLoop), bound)
        let mode = peer.isSecure ? CloseMode.all : .output
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenComplete { _ in
            session.value.patience.saidAll()
            bound.value.close(mode: mode, promise: nil)
        }
        // With nothing to write it still comes behind what was written before and has not left.
        context.channel.writeAndFlush(outgoing.take() ?? ByteBuffer(), promise: promise)
        releaseBrake()
    }

    func abort() { context?.close(promise: nil) }

    /// Looks whether the peer has kept us waiting too long.
    func look() {
        if patience.isGone() {
            context?.close(promise: nil)
        } else if phase == .open, running.isEmpty, isWritable,
            patience.isExhausted(isLoggedIn: isLoggedIn, isInsideFrame: incoming.isInsideFrame, isWatching: !watches.isEmpty)
        {
            end(Refusal(.sessionIdle), why: "idle")
        } else {
            watches.read(self)
        }
    }
}
