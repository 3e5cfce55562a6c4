import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let obligationShow = Command.read(
        "obligation.show", "one obligation, with where its deadline comes from", arguments: Argument<ObligationID>("obligation")
    ) { reader, id in
        try await reader.one(
            """
            select \(ObligationRows.columns), o.due_rule, o.due_anchor, o.due_anchored_on, o.due_calendar, o.due_calendar_version,
                o.grace_until, to_jsonb(o.extensions) as extensions, o.deadline_version, o.opened_at, o.settled_at
            from \(ObligationRows.source) where o.id = \(id)
            """)
    }
}
