import ReviewServer
import Synchronization
import Testing

@Suite struct GateTests {
    /// Who is inside, and in which order they came in.
    private final class Room: Sendable {
        let state = Mutex((inside: 0, most: 0, order: [Int]()))
    }

    @Test func `so many are inside as it holds, and who waits comes in by turn`() async {
        let (gate, room) = (Gate(insideMax: 2), Room())
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask {
                    await gate.pass {
                        room.state.withLock { state in
                            state.inside += 1
                            state.most = max(state.most, state.inside)
                            state.order.append(number)
                        }
                        // Nobody leaves before everybody has come, so that the others have to wait.
                        while gate.passedCount == 0, gate.waitingCount < 48 { await Task.yield() }
                        room.state.withLock { $0.inside -= 1 }
                    }
                }
                // Each waits, or is inside, before the next one comes.
                while room.state.withLock({ $0.order.count }) + gate.waitingCount <= number { await Task.yield() }
            }
        }
        let state = room.state.withLock { $0 }
        #expect(state.most == 2)
        // Two are inside at once, and write their numbers down in either order.
        for (place, number) in state.order.enumerated() where abs(place - number) > 1 {
            Issue.record("\(number) came in as number \(place)")
        }
        #expect(gate.passedCount == 50)
    }
}
