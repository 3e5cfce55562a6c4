import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let agendaList = Command.list(
        "agenda.list", "What lies before the Conference because nobody delivered it.",
        .ascending(.instant("added_at"), .text("obligation")),
        arguments: Argument<ReviewID?>("review")
    ) { reader, review in
        if let review { _ = try await reader.review(review) }
        let isWanted: SQL = review.map { "i.review = \($0)" } ?? "true"
        return """
            select i.added_at, i.review, r.party, i.obligation, o.stage, o.rule, o.owed_by, o.due_at, o.state, i.rule as because
            from agenda_item i join obligation o on o.id = i.obligation join review r on r.id = i.review where \(isWanted)
            """
    }
}
