import Foundation
import Glibc
import Synchronization

/// Stands between a daemon and PostgreSQL and counts the statements that pass. At the boundary that it is told it shuts: PostgreSQL has
/// everything before that statement and nothing of it, and the daemon may be killed, or paused, just there.
package final class StatementGate: Sendable {
    /// Whether to shut before this statement, given its number from 1 on and its text.
    package typealias Boundary = @Sendable (_ number: Int, _ statement: String) -> Bool

    private enum Answer {
        case pass, drop
        case wait(DispatchSemaphore)
    }

    private struct State {
        var boundary: Boundary?
        var passed = 0
        var times: [String: Int] = [:]
        /// What stands before the shut gate.
        var shutAt: String?
        var waiting: [DispatchSemaphore] = []
        /// Sessions of an earlier one pass no more.
        var generation = 0

        mutating func ask(_ statement: String?, _ generation: Int) -> Answer {
            guard generation == self.generation else { return .drop }
            if let statement, shutAt == nil, boundary?(passed + 1, statement) == true {
                shutAt = statement
                boundary = nil
            }
            guard shutAt == nil else {
                waiting.append(DispatchSemaphore(value: 0))
                return .wait(waiting[waiting.count - 1])
            }
            if let statement {
                passed += 1
                times[statement, default: 0] += 1
            }
            return .pass
        }

        mutating func wake() {
            shutAt = nil
            for waiter in waiting { waiter.signal() }
            waiting = []
        }
    }

    /// PostgreSQL's socket for the daemon is in this folder.
    package let folder: String
    private let server: String
    private let listener: Int32
    private let state = Mutex(State())

    /// `server`: the socket of PostgreSQL itself.
    package init(folder: String, server: String) throws {
        self.folder = folder
        self.server = server
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let listener = try UnixSocket.listen(at: folder + "/.s.PGSQL.5432")
        self.listener = listener
        Thread.detachNewThread { [self] in
            while case let client = accept(listener, nil, nil), client >= 0 { admit(client) }
        }
    }

    /// How many statements have passed since the boundary was set.
    package var passed: Int { state.withLock { $0.passed } }
    /// The statement before which the gate is shut.
    package var shutAt: String? { state.withLock { $0.shutAt } }

    /// How often a statement that begins so has passed, ever.
    package func times(_ beginning: String) -> Int {
        state.withLock { $0.times.reduce(0) { $1.key.hasPrefix(beginning) ? $0 + $1.value : $0 } }
    }

    /// Counts from zero again and shuts at that boundary; nil never does.
    package func shut(at boundary: Boundary?) { state.withLock { ($0.boundary, $0.passed) = (boundary, 0) } }

    /// Lets pass what waits, and all that follows.
    package func open() { state.withLock { $0.wake() } }

    /// Nothing of the sessions that are open passes any more, as when their machine is gone.
    package func drop() {
        state.withLock { state in
            state.generation += 1
            state.boundary = nil
            state.wake()
        }
    }

    /// Ends the gate; to be called once.
    package func close() {
        drop()
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
        unlink(folder + "/.s.PGSQL.5432")
    }

    private func admit(_ client: Int32) {
        guard let server = try? UnixSocket.connect(to: server) else {  // try?: the daemon sees that PostgreSQL is away
            Glibc.close(client)
            return
        }
        let generation = state.withLock { $0.generation }
        let isOver = DispatchGroup()
        for _ in 0..<2 { isOver.enter() }
        @Sendable func finish() {
            shutdown(client, Int32(SHUT_RDWR))
            shutdown(server, Int32(SHUT_RDWR))
            isOver.leave()
        }
        Thread.detachNewThread { [self] in
            questions(from: client, to: server, generation)
            finish()
        }
        Thread.detachNewThread {
            while case let answer = UnixSocket.read(server), !answer.isEmpty, UnixSocket.write(Array(answer), to: client) {}
            finish()
        }
        isOver.notify(queue: .global()) {
            Glibc.close(client)
            Glibc.close(server)
        }
    }

    private func questions(from client: Int32, to server: Int32, _ generation: Int) {
        var messages = ClientMessages()
        while case let chunk = UnixSocket.read(client), !chunk.isEmpty {
            messages.append(chunk)
            while let (octets, statement) = messages.next() {
                guard passes(statement, generation), UnixSocket.write(octets, to: server) else { return }
            }
        }
    }

    private func passes(_ statement: String?, _ generation: Int) -> Bool {
        while true {
            switch state.withLock({ $0.ask(statement, generation) }) {
            case .pass: return true
            case .drop: return false
            case .wait(let semaphore): semaphore.wait()
            }
        }
    }
}
