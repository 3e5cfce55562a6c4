import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let obligationList = Command.list(
        "obligation.list", "What is owed, by when and by whom, earliest due first; what has no date yet comes last.",
        .ascending(.instant("_due"), .text("id")),
        arguments: Argument<ReviewID?>("review"), Argument<Bool?>("mine", "only what a role of yours owes"),
        Argument<ObligationState?>("state"), Argument<Bool?>("asked", "only where more time is asked for and nobody has decided")
    ) { reader, review, mine, state, asked in
        if let review { _ = try await reader.review(review) }
        var conditions: [SQL] = ["true"]
        if let review { conditions.append("o.review = \(review)") }
        if let state { conditions.append("o.state = \(state)") }
        if asked == true {
            conditions.append("exists (select from extension_request e where e.obligation = o.id and e.state = 'asked')")
        }
        if mine == true { conditions.append(Mine.condition("array[o.owed_by]", reader.service.procedures)) }
        return """
            select \(ObligationRows.columns), coalesce(o.due_at, 'infinity') as _due
            from \(ObligationRows.source) where \(conditions.joined(separator: " and "))
            """
    }
}
