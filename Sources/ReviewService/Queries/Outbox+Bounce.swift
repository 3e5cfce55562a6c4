import Postgres
import ReviewModel
import ReviewNotice

extension Outbox {
    /// What became of the message that a bounce returns.
    package enum Bounced: Sendable, Equatable {
        case dead
        /// Dead or dropped before.
        case settled(MessageState)
        case unknown
    }

    /// Makes a mail that left, or is about to leave once more, a dead letter. Whoever forged the bounce has kept one message from leaving again,
    /// which an officer sees, and has read nothing.
    package func bounced(_ bounce: Bounce) async throws -> Bounced {
        try await pool.transaction(Actor.system.context) { transaction in
            let row = try await transaction.first(
                "select id, state from outbox where message_id = \(bounce.messageID) and channel = 'mail' for update",
                as: (MessageID, MessageState).self)
            guard let (id, state) = row else { return .unknown }
            guard state == .sent || state == .pending else { return .settled(state) }
            try await transaction.run(
                "update outbox set \(Self.settled("dead", "bounced (\(bounce.status))")), ver = ver + 1 where id = \(id)")
            return .dead
        }
    }
}
