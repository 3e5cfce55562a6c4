import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let obligationShow = Command.read(
        "obligation.show", "One obligation, with where its deadline comes from.", arguments: Argument<ObligationID>("obligation")
    ) { reader, id in
        try await reader.one(
            """
            select \(ObligationRows.columns), o.due_rule, o.due_anchor, o.due_anchored_on, o.due_calendar, o.due_calendar_version,
                o.grace_until, to_jsonb(o.extensions) as extensions, o.deadline_version, o.opened_at, o.settled_at, o.waived_because, o.void_because,
                (select a.login from account a where a.id = o.settled_by) as waived_by,
                (select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                            'organisation', x.organisation, 'days', x.days, 'reason', x.reason, 'asked_at', x.asked_at, 'state', x.state,
                            'granted_days', x.granted_days, 'decision', x.decision, 'decided_at', x.decided_at,
                            'regional_group', x.regional_group, 'income', x.income_group, 'context', x.context)) order by x.asked_at, x.id)
                 from extension_request x where x.obligation = o.id) as requests
            from \(ObligationRows.source) where o.id = \(id)
            """)
    }
}
