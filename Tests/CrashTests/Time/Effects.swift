import Postgres

/// Everything that the clock brought about in a database, as lines in words that are the same in every copy of a scene.
struct Effects {
    let lines: [String]

    /// `database`: as a superuser with reviewd's search path.
    init(_ database: Connection) async throws {
        let rows: [String] = try await database.flight([Self.query])[0].rows(as: String.self)
        lines = rows.sorted()
    }

    /// What was missing, and what was there beyond it; each line as often as it is.
    func difference(from expected: Effects) -> [String] {
        lines.difference(from: expected.lines).map { change in
            switch change {
            case .insert(_, let line, _): "too much: \(line)"
            case .remove(_, let line, _): "missing: \(line)"
            }
        }
    }

    private static let query: SQL = """
        select concat_ws(' ', 'alarm', r.party, o.rule, a.deadline_version, a.rule, a.recipient_role, a.state, a.cause)
        from alarm a join obligation o on o.id = a.obligation join review r on r.id = a.review
        union all
        select concat_ws(' ', 'obligation', r.party, o.rule, o.state, o.deadline_version, o.due_at)
        from obligation o join review r on r.id = o.review
        union all
        select concat_ws(' ', 'stage', r.party, r.state, s.stage, s.state) from review r left join stage_run s on s.review = r.id
        union all
        select concat_ws(' ', 'reminder', m.review, o.rule, m.deadline_version, m.rule, c.login, m.outcome)
        from reminder m join obligation o on o.id = m.obligation join account c on c.id = m.recipient
        union all
        select concat_ws(' ', 'agenda', g.review, o.rule, g.deadline_version, g.rule) from agenda_item g join obligation o on o.id = g.obligation
        union all
        select concat_ws(' ', 'notice', c.login, n.kind, n.party, n.stage, n.rule, n.due_at)
        from notice n join account c on c.id = n.account
        union all
        select concat_ws(' ', 'message', c.login, b.channel, b.review, b.is_digest, b.state,
            (select count(*) from outbox_notice k where k.outbox = b.id), 'notices')
        from outbox b join account c on c.id = b.account
        union all
        select concat_ws(' ', 'event', e.name, e.review, coalesce(o.rule, e.subject)) from event e left join obligation o on o.id = e.subject
        union all
        select concat_ws(' ', 'hold', recipient, reason, released_at is null) from schedule_hold
        """
}
