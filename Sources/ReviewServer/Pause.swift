import NIOCore

/// Waits without holding a thread, on the timer of an event loop; cancellation ends the wait with an error.
struct Pause: Sendable {
    let loop: any EventLoop

    func callAsFunction(_ amount: TimeAmount) async throws {
        let timer = loop.scheduleTask(in: amount) {}
        try await withTaskCancellationHandler {
            try await timer.futureResult.get()
        } onCancel: {
            timer.cancel()
        }
    }
}

/// Waits until the task is cancelled: a service that has nothing to do must not return, since that would end the daemon.
func untilCancelled() async {
    let never = AsyncStream<Never> { _ in }
    for await _ in never {}
}
