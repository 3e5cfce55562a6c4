import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let obligationList = Command.list(
        "obligation.list", "what is owed, by when and by whom, earliest due first; what has no date yet comes last",
        .ascending(.instant("_due"), .text("id")),
        arguments: Argument<ReviewID?>("review"), Argument<Bool?>("mine", "only what a role of yours owes"), Argument<ObligationState?>("state")
    ) { reader, review, mine, state in
        if let review { _ = try await reader.review(review) }
        var conditions: [SQL] = ["true"]
        if let review { conditions.append("o.review = \(review)") }
        if let state { conditions.append("o.state = \(state)") }
        if mine == true { conditions.append(Mine.condition("array[o.owed_by]", reader.service.procedures)) }
        return """
            select \(ObligationRows.columns), coalesce(o.due_at, 'infinity') as _due
            from \(ObligationRows.source) where \(conditions.joined(separator: " and "))
            """
    }

    static let obligationShow = Command.read(
        "obligation.show", "one obligation, with where its deadline comes from", arguments: Argument<ObligationID>("obligation")
    ) { reader, id in
        try await reader.one(
            """
            select \(ObligationRows.columns), o.due_rule, o.due_anchor, o.due_anchored_on, o.due_calendar, o.due_calendar_version, o.grace_until,
                to_jsonb(o.extensions) as extensions, o.deadline_version, o.opened_at, o.settled_at
            from \(ObligationRows.source) where o.id = \(id)
            """)
    }
}

/// What every answer about an obligation holds.
private enum ObligationRows {
    static let columns: SQL = """
        o.id, o.review, r.party, o.stage, o.rule, o.owed_by, o.document_kind, o.document, o.state, o.due_at, o.due_zone,
        o.due_local_date || ' ' || o.due_local_time as due_local, o.due_provisional as provisional, o.original_due_at, o.ver
        """
    static let source: SQL = "obligation o join review r on r.id = o.review join cycle c on c.id = r.cycle"
}
