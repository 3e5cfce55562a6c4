import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let eventList = Command.list(
        "event.list", "What happened, in the order of the record; who did it where you may know.",
        .ascending(.transaction("_transaction"), .int("_position")),
        arguments: Argument<ReviewID?>("review")
    ) { reader, review in
        if let review { _ = try await reader.review(review) }
        let isWanted: SQL = review.map { "e.review = \($0)" } ?? "true"
        return """
            select e.at, e.name as event, e.review, e.document, e.subject, a.login as by, d.organisation, d.role,
                e.transaction as _transaction, e.position as _position
            from event e left join event_actor d on d.event = e.position left join account a on a.id = d.account
            where \(isWanted)
            """
    }
}
