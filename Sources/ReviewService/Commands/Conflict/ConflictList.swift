import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let conflictList = Command.list(
        "conflict.list", "Declared conflicts of interest: your own, and those that you answer.", roles: .members,
        .ascending(.instant("declared_at"), .text("id")), arguments: Argument<ReviewID?>("review")
    ) { reader, review in
        if let review { _ = try await reader.review(review) }
        let isWanted: SQL = review.map { "c.review = \($0)" } ?? "true"
        return """
            select c.id, c.review, a.login as account, a.organisation, c.reason, c.state, c.declared_at, c.answered_at, c.answer, c.ver
            from conflict c left join account a on a.id = c.account where \(isWanted)
            """
    }
}
