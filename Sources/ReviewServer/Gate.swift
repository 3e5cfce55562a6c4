import NIOCore
import Synchronization

/// Lets a few in at a time, in the order in which they came.
package final class Gate: Sendable {
    private struct State {
        var inside = 0
        var passed = 0
        var waiting = CircularBuffer<CheckedContinuation<Void, Never>>()
    }

    private let insideMax: Int
    private let state = Mutex(State())

    package init(insideMax: Int) {
        self.insideMax = insideMax
    }

    /// How many have come out again.
    package var passedCount: Int { state.withLock { $0.passed } }
    package var waitingCount: Int { state.withLock { $0.waiting.count } }

    package func pass<Answer: Sendable>(_ body: @Sendable () async -> Answer) async -> Answer {
        await enter()
        defer { leave() }
        return await body()
    }

    private func enter() async {
        await withCheckedContinuation { caller in
            let isFree = state.withLock { state in
                guard state.inside >= insideMax else {
                    state.inside += 1
                    return true
                }
                state.waiting.append(caller)
                return false
            }
            if isFree { caller.resume() }
        }
    }

    /// The place goes to who has waited longest.
    private func leave() {
        let next = state.withLock { state in
            state.passed += 1
            let next = state.waiting.popFirst()
            if next == nil { state.inside -= 1 }
            return next
        }
        next?.resume()
    }
}
