import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let outboxDrop = Command(
        "outbox.drop", "Give up a message that could not leave; its notices stay.", roles: [.secretariat],
        arguments: Argument<MessageID>("message"), Argument<Version>("if"), Argument<Reason>("reason")
    ) { context, message, version, reason in
        try await DeadLetters.require(message, version, context)
        try await DeadLetters.settle(
            message,
            "state = 'dropped', last_error = \(reason), settled_at = \(context.now), settled_by = \(try context.account)", context)
        try await context.record(.messageDropped, subject: message.description, audience: .own)
        return .done(["id": .string(message.description), "state": "dropped", "ver": .int(Int64(version.number + 1))])
    }
}
