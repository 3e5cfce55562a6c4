import Postgres
import ReviewModel
import ReviewWire

/// Messages that could not leave, in the hands of an officer of their review or of the head.
enum DeadLetters {
    /// 410, 431 for one's own alone, 420, 442 in this order.
    static func require(_ message: MessageID, _ version: Version, _ context: Context) async throws {
        let (state, ver, isTrusted) = try await context.visible(
            """
            select state, ver, mends(review, is_confidential)
            from outbox where id = \(message) for update
            """, as: (MessageState, Int, Bool).self)
        guard isTrusted else { throw Refusal(.sessionFunction, "only an officer of the review or the head does this") }
        try context.require(version, is: ver)
        guard state == .dead else { throw Refusal(.stateWrong, "the message is \(state.rawValue), not dead") }
    }

    /// As the system: a message that lives again is no longer the officer's to see.
    static func settle(_ message: MessageID, _ change: SQL, _ context: Context) async throws {
        _ = try await context.asSystem { system in
            try await system.transaction.run("update outbox set \(change), ver = ver + 1 where id = \(message)")
        }
    }
}
