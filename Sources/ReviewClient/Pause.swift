import NIOCore
import NIOPosix

/// Waiting between two attempts, as a value so that tests need not wait.
package struct Pause: Sendable {
    package let wait: @Sendable (_ milliseconds: Int64) async -> Void

    package init(_ wait: @escaping @Sendable (_ milliseconds: Int64) async -> Void) { self.wait = wait }

    /// Waits on an event loop's clock.
    package static let real = Pause { milliseconds in
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        // try?: a cancelled timer only means that the waiting is over.
        try? await loop.scheduleTask(in: .milliseconds(milliseconds)) {}.futureResult.get()
    }
}
