import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let outboxRetry = Command(
        "outbox.retry", "Send a message again that could not leave.", roles: [.secretariat],
        arguments: Argument<MessageID>("message"), Argument<Version>("if")
    ) { context, message, version in
        try await DeadLetters.require(message, version, context)
        // It keeps its Message-ID, and one attempt counts as made: it is no digest that still gathers notices.
        try await DeadLetters.settle(
            message,
            """
            state = 'pending', attempt = 1, blocked_attempts = 0, next_attempt_at = \(context.now), settled_at = null, settled_by = null
            """, context)
        try await context.record(.messageRetried, subject: message.description, audience: .own)
        return .done(["id": .string(message.description), "state": "pending", "ver": .int(Int64(version.number + 1))])
    }
}
