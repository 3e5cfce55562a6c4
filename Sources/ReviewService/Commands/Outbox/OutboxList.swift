import Postgres
import ReviewModel

extension MessageState: ArgumentValue, PostgresValue {}

extension Command {
    static let outboxList = Command.list(
        "outbox.list", "Messages on their way: your own, and for an officer or the head those that could not leave.", roles: .members,
        .ascending(.instant("created_at"), .text("id")), arguments: Argument<MessageState?>("state"), Argument<ReviewID?>("review")
    ) { _, state, review in
        """
        select \(OutboxRows.columns) from outbox
        where (\(state)::text is null or state = \(state)) and (\(review)::text is null or review = \(review))
        """
    }
}
