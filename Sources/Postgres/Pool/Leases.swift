import Synchronization

/// The connections that one transaction at a time has for itself.
final class Leases: Sendable {
    /// What a waiter is given: a connection, or the place to open one in.
    private typealias Waiter = CheckedContinuation<Connection?, any Error>

    private struct State {
        var leases: LeaseState<Connection, Waiter>
        var drained: [CheckedContinuation<Void, Never>] = []
        var waits = 0
        var waited = Duration.zero
    }

    private let opener: Opener
    private let state: Mutex<State>

    init(opener: Opener, limit: Int, waitingMax: Int) {
        self.opener = opener
        state = Mutex(State(leases: LeaseState(limit: limit, waitingMax: waitingMax)))
    }

    var counts: (open: Int, idle: Int, waiting: Int, waits: Int, waited: Duration) {
        state.withLock { ($0.leases.taken, $0.leases.idleCount, $0.leases.waitingCount, $0.waits, $0.waited) }
    }

    func take() async throws -> Connection {
        while true {
            switch state.withLock({ $0.leases.request() }) {
            case .item(let connection):
                if connection.isUsable { return connection }
                await discard(connection)
            case .open: return try await open()
            case .wait:
                guard let connection = try await timed(wait) else { return try await open() }
                if connection.isUsable { return connection }
                await discard(connection)
            case .exhausted: throw ConnectionFailure.poolExhausted
            case .stopped: throw ConnectionFailure.closed
            }
        }
    }

    func giveBack(_ connection: Connection) async {
        guard connection.isUsable else { return await discard(connection) }
        let (waiter, isKept) = state.withLock { $0.leases.giveBack(connection) }
        waiter?.resume(returning: connection)
        if !isKept {
            await connection.close()
            tellDrained()
        }
    }

    /// Refuses everyone who waits, and returns when every lease has been given back and closed.
    func stop() async {
        let (idle, waiting) = state.withLock { $0.leases.stop() }
        for waiter in waiting { waiter.resume(throwing: ConnectionFailure.closed) }
        for connection in idle { await connection.close() }
        await withCheckedContinuation { caller in
            let isDrained = state.withLock { state in
                if state.leases.taken > 0 { state.drained.append(caller) }
                return state.leases.taken == 0
            }
            if isDrained { caller.resume() }
        }
    }

    private func open() async throws -> Connection {
        do {
            return try await opener.open()
        } catch {
            let waiting = state.withLock { state in
                let waiting = state.leases.dismissWaiting()
                _ = state.leases.drop()
                return waiting
            }
            for waiter in waiting { waiter.resume(throwing: error) }
            tellDrained()
            throw error
        }
    }

    private func discard(_ connection: Connection) async {
        state.withLock { $0.leases.drop() }?.resume(returning: nil)
        await connection.close()
        tellDrained()
    }

    private func timed(_ wait: () async throws -> Connection?) async throws -> Connection? {
        let began = ContinuousClock.now
        defer {
            state.withLock { state in
                state.waits += 1
                state.waited += .now - began
            }
        }
        return try await wait()
    }

    private func wait() async throws -> Connection? {
        let id = state.withLock { $0.leases.nextID() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                // Asked again under the lock: a lease may have come free, or the pool stopped, since the first answer.
                let answer: Result<Connection?, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    switch state.leases.request() {
                    case .item(let connection): return .success(connection)
                    case .open: return .success(nil)
                    case .exhausted: return .failure(ConnectionFailure.poolExhausted)
                    case .stopped: return .failure(ConnectionFailure.closed)
                    case .wait:
                        state.leases.wait(waiter, id: id)
                        return nil
                    }
                }
                if let answer { waiter.resume(with: answer) }
            }
        } onCancel: {
            state.withLock { $0.leases.cancel(id) }?.resume(throwing: CancellationError())
        }
    }

    private func tellDrained() {
        let drained = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard state.leases.taken == 0 else { return [] }
            defer { state.drained = [] }
            return state.drained
        }
        for caller in drained { caller.resume() }
    }
}
