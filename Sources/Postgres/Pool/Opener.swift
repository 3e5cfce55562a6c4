import Foundation
import Synchronization

/// Opens connections, all on one thread. While the server is away one probe at a time asks for it after a backoff, and everyone shares its answer.
final class Opener: Sendable {
    private struct State {
        var backoff = Backoff()
        var probe: Task<Void, any Error>?
        /// Made with the first connection.
        var thread: ConnectionThread?
    }

    private let string: ConnectionString
    private let state = Mutex(State())

    init(_ string: ConnectionString) {
        self.string = string
    }

    /// Waits at most for one backoff and one attempt, then throws `ConnectionFailure.unavailable`.
    func open() async throws -> Connection {
        try await probeIfAway()?.value
        return try await attempt()
    }

    /// Lets the thread end with its last connection.
    func stop() {
        state.withLock { $0.thread.take() }?.post(.retire)
    }

    private func thread() throws -> ConnectionThread {
        try state.withLock { state in
            if let thread = state.thread { return thread }
            let thread = try ConnectionThread.start(untilIdle: false)
            state.thread = thread
            return thread
        }
    }

    private func probeIfAway() -> Task<Void, any Error>? {
        state.withLock { state in
            if let probe = state.probe { return probe }
            guard let time = state.backoff.nextAttemptAt else { return nil }
            let probe = Task {
                await pause(until: time)
                defer { self.state.withLock { $0.probe = nil } }
                await (try self.attempt()).close()
            }
            state.probe = probe
            return probe
        }
    }

    private func attempt() async throws -> Connection {
        do {
            let connection = try await Connection.open(string, on: try thread())
            state.withLock { $0.backoff.succeeded() }
            return connection
        } catch {
            state.withLock { $0.backoff.failed(at: .now) }
            throw error
        }
    }
}

/// Real time on purpose: the server that is waited for does not know any other.
func pause(until time: ContinuousClock.Instant) async {
    let (seconds, attoseconds) = (time - .now).components
    let nanoseconds = max(0, Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
    await withCheckedContinuation { continuation in
        DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) { continuation.resume() }
    }
}
