import ReviewWire

/// A client that outlives its connections: it reconnects, logs in again and sends a request again with the same key.
package actor RetryingClient {
    /// Opens a connection and logs in; what it throws as not passing (a refused login) is not tried again.
    package typealias Connect = @Sendable () async throws -> ReviewConnection

    private let policy: RetryPolicy
    private let connect: Connect
    private let pause: Pause
    private let onRetry: @Sendable (_ attempt: Int, _ reason: String) -> Void
    private var connecting: Task<ReviewConnection, any Error>?
    private var isClosed = false

    /// `onRetry` is told of every attempt that failed and will be repeated.
    package init(
        policy: RetryPolicy = RetryPolicy(), pause: Pause = .real,
        onRetry: @escaping @Sendable (_ attempt: Int, _ reason: String) -> Void = { _, _ in }, connect: @escaping Connect
    ) {
        self.policy = policy
        self.pause = pause
        self.onRetry = onRetry
        self.connect = connect
    }

    /// The connection in use, opened when there is none; tried once.
    package func connection() async throws -> ReviewConnection {
        guard !isClosed else { throw ClientError.closed }
        if let connecting {
            if let open = try? await connecting.value, open.isOpen { return open }  // try?: whoever started it was told why
            if self.connecting == connecting { self.connecting = nil }
            return try await connection()
        }
        let task = Task { try await connect() }
        connecting = task
        do {
            return try await task.value
        } catch {
            if connecting == task { connecting = nil }
            throw error
        }
    }

    /// The connection in use, opened with as many attempts as the policy allows.
    package nonisolated func open() async throws -> ReviewConnection {
        try await attempt(repeatable: true, judge: { _ in nil }) { $0 }
    }

    /// Sends until there is an answer that is final. A request is sent again when it carries `key=` or when `repeatable` says that
    /// doing it twice does no harm (a read); throws `outcomeUnknown` or `gaveUp` otherwise. `willWrite` is called before each attempt that
    /// writes: whatever is thrown later, the request may have been done.
    package nonisolated func send(
        _ request: Request, repeatable: Bool = false, willWrite: () -> Void = {}
    ) async throws -> ServerReply {
        try await attempt(repeatable: repeatable || request.hasKey) { connection in
            willWrite()
            return try await connection.send(request)
        }
    }

    /// As `send`, with the data lines taken as they come; after a line was taken it is not started again.
    package nonisolated func stream(
        _ request: Request, repeatable: Bool = false, each body: (ServerLine) async throws -> Void
    ) async throws -> ServerReply {
        var isUntouched = true
        return try await attempt(repeatable: repeatable || request.hasKey, while: { isUntouched }) { connection in
            try await connection.stream(request) { line in
                isUntouched = false
                try await body(line)
            }
        }
    }

    private nonisolated func attempt(
        repeatable: Bool, while mayGoOn: () -> Bool = { true }, _ body: (ReviewConnection) async throws -> ServerReply
    ) async throws -> ServerReply {
        try await attempt(repeatable: repeatable, while: mayGoOn, judge: \.refusal, body)
    }

    /// `judge` names what speaks against an answer.
    private nonisolated func attempt<Answer: Sendable>(
        repeatable: Bool, while mayGoOn: () -> Bool = { true }, judge: (Answer) -> Refusal?,
        _ body: (ReviewConnection) async throws -> Answer
    ) async throws -> Answer {
        var attempt = 1
        var wasSent = false
        while true {
            let reason: String
            var pauseMilliseconds = policy.pauseMilliseconds(afterAttempt: attempt)
            do {
                let reply = try await body(try await connection())
                guard let refusal = judge(reply), refusal.isPassing, attempt < policy.attemptsMax, repeatable, mayGoOn() else {
                    return reply
                }
                if case .after(let seconds) = refusal.retry {
                    guard seconds <= 60 else { return reply }
                    pauseMilliseconds = max(pauseMilliseconds, Int64(seconds) * 1000)
                }
                reason = "\(refusal)"
                if refusal.code == .shuttingDown { await disconnect() }
            } catch let error as ClientError {
                guard error.isPassing, await !isClosed, mayGoOn() else { throw error }
                if !repeatable, error.isOutcomeUnknown { throw ClientError.outcomeUnknown(because: "\(error)") }
                wasSent = wasSent || error.isOutcomeUnknown
                if attempt >= policy.attemptsMax {
                    throw wasSent ? ClientError.gaveUp(attempts: attempt, because: "\(error)") : error
                }
                reason = "\(error)"
            }
            onRetry(attempt, reason)
            await pause.wait(pauseMilliseconds)
            attempt += 1
        }
    }

    /// Drops the connection; the next request opens another.
    package func disconnect() async {
        let old = connecting
        connecting = nil
        // try?: a connection that never came about needs no closing.
        await (try? old?.value)?.close()
    }

    /// Ends the client: what still waits fails, nothing is tried again.
    package func close() async {
        isClosed = true
        await disconnect()
    }
}

extension ClientError {
    /// True when the request may have been done although no answer came.
    var isOutcomeUnknown: Bool {
        switch self {
        case .lost, .silent: true
        default: false
        }
    }
}
