import Synchronization

/// The few connections that all reads travel on together, each opened again when it was lost.
final class SharedConnections: Sendable {
    private struct Slot {
        var connection: Connection?
        var opening: Task<Connection, any Error>?
    }

    private struct State {
        var slots: [Slot]
        var next = 0
        var isStopped = false
    }

    private let opener: Opener
    private let state: Mutex<State>

    init(opener: Opener, count: Int) {
        self.opener = opener
        state = Mutex(State(slots: Array(repeating: Slot(), count: count)))
    }

    var openCount: Int {
        state.withLock { state in state.slots.count { $0.connection?.isUsable == true } }
    }

    /// The next connection in turn; waits while it is being opened.
    func take() async throws -> Connection {
        let (ready, opening) = state.withLock { state -> (Connection?, Task<Connection, any Error>?) in
            if state.isStopped { return (nil, nil) }
            state.next = (state.next + 1) % state.slots.count
            let index = state.next
            if let connection = state.slots[index].connection, connection.isUsable { return (connection, nil) }
            if state.slots[index].opening == nil { state.slots[index].opening = Task { try await self.open(index) } }
            return (nil, state.slots[index].opening)
        }
        if let ready { return ready }
        guard let opening else { throw ConnectionFailure.closed }
        return try await opening.value
    }

    /// Opens every connection, so that a wrong configuration is known at once.
    func openAll() async throws {
        for _ in 0..<state.withLock({ $0.slots.count }) { _ = try await take() }
    }

    /// Closes each connection after what is under way on it has been answered.
    func stop() async {
        let slots = state.withLock { state in
            state.isStopped = true
            return state.slots
        }
        for slot in slots {
            // try?: a connection that could not be opened needs no closing.
            _ = try? await slot.opening?.value
            await slot.connection?.close()
        }
    }

    private func open(_ index: Int) async throws -> Connection {
        do {
            let connection = try await opener.open()
            let isStopped = state.withLock { state in
                state.slots[index] = Slot(connection: connection)
                return state.isStopped
            }
            if isStopped {
                await connection.close()
                throw ConnectionFailure.closed
            }
            return connection
        } catch {
            state.withLock { $0.slots[index] = Slot() }
            throw error
        }
    }
}
