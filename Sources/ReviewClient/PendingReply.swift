import NIOCore

/// An answer that is under way.
package struct PendingReply: Sendable {
    let future: EventLoopFuture<ServerReply>

    /// The whole reply, refusals included; throws a `ClientError` when none came.
    package func get() async throws -> ServerReply { try await future.get() }
}
