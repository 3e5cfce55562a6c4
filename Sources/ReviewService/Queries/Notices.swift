import Postgres
import ReviewModel

extension NoticeKind: ArgumentValue, PostgresValue {}

/// What people are told: written in the transaction that decides it, with the messages that carry it out of the house.
package enum Notices {
    /// How many webhooks an organisation may have.
    static let webhooksMax = 4

    /// Tells one account, once. A suspended account is told nothing; one without a mail address finds the notice in `notice.list` only, but
    /// in a rehearsal, where mail becomes files, everybody has one.
    package static func post(
        _ kind: NoticeKind, to account: AccountID, review: ReviewID?, obligation: ObligationID?, stage: String? = nil, rule: String? = nil,
        dueAt: Instant? = nil, in context: Context
    ) async throws {
        let notice = NoticeID.random()
        let messages = (0...webhooksMax).map { _ in MessageID.random().description }
        _ = try await context.asSystem { system in
            try await system.transaction.run(
                """
                with recipient as (
                    select a.id, a.organisation, a.zone, p.mail, coalesce(p.is_digest, false) as is_digest, p.quiet_from, p.quiet_until
                    from account a left join notice_preference p on p.account = a.id
                    where a.id = \(account) and a.state = 'active'
                ), posted as (
                    insert into notice (id, account, kind, review, party, procedure, obligation, stage, rule, due_at, due_zone, created_at)
                    select \(notice), recipient.id, \(kind), \(review), r.party, c.procedure || '-' || c.procedure_version, o.id, coalesce(\(stage), o.stage),
                        coalesce(\(rule), o.rule), coalesce(\(dueAt), o.due_at), o.due_zone, \(context.now)
                    from recipient left join review r on r.id = \(review) left join cycle c on c.id = r.cycle left join obligation o on o.id = \(obligation)
                ), mailed as (
                    insert into outbox (id, account, channel, review, is_digest, next_attempt_at, created_at)
                    select \(messages[0]), id, 'mail', case when not is_digest then \(review) end, is_digest,
                        leaves_at(\(context.now), zone, is_digest, quiet_from, quiet_until), \(context.now)
                    from recipient where mail is not null or (select rehearsal from installation)
                    on conflict (account) where is_digest and state = 'pending' and attempt = 0 do update set ver = outbox.ver + 1
                    returning id
                ), called as (
                    insert into outbox (id, account, channel, webhook, review, next_attempt_at, created_at)
                    select (\(messages)::text[])[1 + row_number() over (order by w.created_at)], recipient.id, 'webhook', w.id, \(review),
                        \(context.now), \(context.now)
                    from recipient join webhook w on w.organisation = recipient.organisation and w.ended_at is null
                    order by w.created_at limit \(webhooksMax)
                    returning id
                )
                insert into outbox_notice (outbox, notice) select id, \(notice) from mailed union all select id, \(notice) from called
                """)
        }
    }
}
