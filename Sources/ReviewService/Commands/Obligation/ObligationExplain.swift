import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let obligationExplain = Command.list(
        "obligation.explain", "What fires about it, when, to whom and by which rule, and why something did not.",
        .ascending(.instant("fires_at"), .int("_id")), arguments: Argument<ObligationID>("obligation")
    ) { reader, id in
        guard try await reader.tables("select from obligation where id = \(id)")[0].count > 0 else { throw Refusal(.thingAbsent) }
        return """
            select a.fires_at, a.rule, a.kind, a.recipient_role as "to", a.late_policy, a.deadline_version, a.state,
                coalesce(a.cause, (select s.told from alarm_substitute s where s.alarm = a.id)) as cause, a.settled_at,
                (select to_jsonb(array_agg(t.login order by t.login))
                 from reminder m join account t on t.id = m.recipient
                 where m.obligation = a.obligation and m.deadline_version = a.deadline_version and m.rule = a.rule and m.outcome = 'sent'
                    and a.state = 'fired') as told,
                a.id as _id
            from alarm a where a.obligation = \(id)
            """
    }
}
