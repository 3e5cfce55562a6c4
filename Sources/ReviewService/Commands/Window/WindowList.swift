import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let windowList = Command.list(
        "window.list", "The windows of a review, or all that are open, by which others than those who owe may hand something in.",
        .ascending(.instant("opened_at"), .text("_window")),
        arguments: Argument<ReviewID?>("review"), Argument<Bool?>("mine", "only open ones by which you may hand something in")
    ) { reader, review, mine in
        if let review { _ = try await reader.review(review) }
        var conditions: [SQL] = []
        if let review { conditions.append("w.review = \(review)") }
        if review == nil || mine == true {
            conditions.append("w.closed_at is null and (w.closes_at is null or w.closes_at > moment()) and r.state = 'open'")
        }
        if mine == true { conditions.append(Mine.condition("w.open_to", reader.service.procedures)) }
        return """
            select w.review, r.party, w.stage, w.name as window, w.document_kind, to_jsonb(w.open_to) as open_to, w.opened_at, w.closes_at,
                w.closed_at, w.closed_at is null and (w.closes_at is null or w.closes_at > moment()) as open,
                w.review || w.stage || w.name as _window
            from window_run w join review r on r.id = w.review join cycle c on c.id = r.cycle
            where \(conditions.joined(separator: " and "))
            """
    }
}
