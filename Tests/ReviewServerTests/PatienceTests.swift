import NIOCore
import Testing

@testable import ReviewServer

/// How long a peer may keep the server waiting.
@Suite struct PatienceTests {
    @Test func `what is left to be taken has the time of a peer that stalls, and the end a moment`() {
        var limits = TimeLimits()
        limits.stalledSeconds = 300
        let start = NIODeadline.uptimeNanoseconds(1)
        var patience = Patience(limits, at: start)
        patience.ending(at: start)
        #expect(!patience.isGone(at: start + .seconds(299)))
        #expect(patience.isGone(at: start + .seconds(300)))
        patience.saidAll(at: start + .seconds(299))
        #expect(!patience.isGone(at: start + .seconds(300)))
        #expect(patience.isGone(at: start + .seconds(301)))
    }
}
