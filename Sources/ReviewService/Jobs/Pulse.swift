import Synchronization

/// When the scheduler got something done last, by a clock that nobody can set: a look at what is due, or one review carried on.
package final class Pulse: Sendable {
    private let last = Mutex(ContinuousClock.now)

    package init() {}

    package func beat() { last.withLock { $0 = .now } }

    package var lastBeat: ContinuousClock.Instant { last.withLock { $0 } }

    /// How long ago that was.
    package var idle: Duration { .now - lastBeat }
}
