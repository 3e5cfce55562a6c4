import Postgres
import ReviewModel

extension MessageState: ArgumentValue, PostgresValue {}

extension Command {
    static let outboxList = Command.list(
        "outbox.list", "Messages on their way: your own, and for an officer or the head those that could not leave.", roles: .members,
        .ascending(.instant("created_at"), .text("id")), arguments: Argument<MessageState?>("state"), Argument<ReviewID?>("review")
    ) { reader, state, review in
        var conditions: [SQL] = ["(account = \(reader.actor.account) or state in ('dead', 'dropped'))"]
        if let state { conditions.append("state = \(state)") }
        if let review { conditions.append("review = \(review)") }
        return "select \(OutboxRows.columns) from outbox where " + conditions.joined(separator: " and ")
    }
}
