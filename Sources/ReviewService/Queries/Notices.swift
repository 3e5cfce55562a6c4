import Postgres
import ReviewModel

extension NoticeKind: ArgumentValue, PostgresValue {}

/// What people are told: written in the transaction that decides it, with the messages that carry it out of the house.
package enum Notices {
    /// How many webhooks an organisation may have.
    static let webhooksMax = 4

    /// One thing that one account is told.
    struct Post: Sendable {
        let kind: NoticeKind
        let account: AccountID
        let review: ReviewID?
        let obligation: ObligationID?
        /// These three stand in for the obligation's own.
        var stage: String?
        var rule: String?
        var dueAt: Instant?
    }

    /// Tells one account, once.
    package static func post(
        _ kind: NoticeKind, to account: AccountID, review: ReviewID?, obligation: ObligationID?, stage: String? = nil, rule: String? = nil,
        dueAt: Instant? = nil, in context: Context
    ) async throws {
        let post = Post(kind: kind, account: account, review: review, obligation: obligation, stage: stage, rule: rule, dueAt: dueAt)
        try await self.post([post], in: context)
    }

    /// Tells each of them once, with the next round trip. Who is suspended is told nothing, nor of a review who has a conflict of interest in
    /// it, nor of what is owed to a document that they may not see: whoever asks for it, a hidden source is not betrayed by a notice. An account
    /// without a mail address finds the notice in `notice.list` only, but in a rehearsal, where mail becomes files, everybody has one.
    static func post(_ posts: [Post], in context: Context) async throws {
        guard !posts.isEmpty else { return }
        try await context.asSystem { $0.transaction.queue(statement(posts, $0.now, perHourMax: context.service.messagesPerHourMax)) }
    }

    /// What hangs on a document is for who sees that document: its organisation's systems are not called, and its messages are counted and
    /// gathered apart, so that what becomes of the others tells nothing of them.
    /// Of a new way in its people are told at once and at the address that they have now: by the time it is used it may be another's.
    /// What an account is told beyond the cap of an hour is kept, and its message is a dead letter that the secretariat sees: whatever it is
    /// that runs away, nobody's mailbox is flooded.
    private static func statement(_ posts: [Post], _ now: Instant, perHourMax: Int) -> SQL {
        let messages = (0..<posts.count * (1 + webhooksMax)).map { _ in MessageID.random().description }
        return """
            with wanted as (
                \(wanted(posts, now, perHourMax: perHourMax))
            ), posted as (
                insert into notice (id, account, kind, review, party, procedure, obligation, stage, rule, due_at, due_zone, is_confidential, created_at)
                select w.notice, w.account, w.kind, w.review, r.party, c.procedure || '-' || c.procedure_version, o.id,
                    coalesce(w.stage, o.stage), coalesce(w.rule, o.rule), coalesce(w.due_at, o.due_at), o.due_zone, w.is_confidential, \(now)
                from wanted w left join review r on r.id = w.review left join cycle c on c.id = r.cycle
                    left join obligation o on o.id = w.obligation
                order by w.n
            ), mail as (
                select *, case when is_digest then concat_ws(' ', account, told_of) else message end as letter
                from (select *, (\(messages)::text[])[n] as message, case when is_confidential or not is_digest then review end as told_of
                      from wanted) as written
                where mail is not null or (select rehearsal from installation)
            ), mailed as (
                insert into outbox (id, account, channel, review, is_digest, is_confidential, obligations, next_attempt_at, created_at, state,
                    last_error, settled_at)
                select distinct on (letter) message, account, 'mail', told_of, is_digest, is_confidential,
                    array_remove(array_agg(obligation) over (partition by letter), null),
                    leaves_at(\(now), zone, is_digest, quiet_from, quiet_until), \(now), \(fate("is_flood and not is_digest", now))
                from mail order by letter
                on conflict (account, review) where is_digest and state = 'pending' and attempt = 0
                    do update set obligations = outbox.obligations || excluded.obligations, ver = outbox.ver + 1
                returning id, account, is_digest, review
            ), addressed as (
                insert into outbox_address (outbox, mail) select message, mail from mail where kind = 'way-in' and mail is not null
            ), call as (
                select w.*, h.webhook, (\(messages)::text[])[\(posts.count) + (w.n - 1) * \(webhooksMax) + h.number] as message
                from wanted w join lateral (
                    select id as webhook, row_number() over (order by created_at) as number from webhook
                    where organisation = w.organisation and ended_at is null order by created_at limit \(webhooksMax)) as h
                    on not w.is_confidential
            ), called as (
                insert into outbox (id, account, channel, webhook, review, obligations, next_attempt_at, created_at, state, last_error,
                    settled_at)
                select message, account, 'webhook', webhook, review, array_remove(array[obligation], null), \(now), \(now),
                    \(fate("is_flood", now))
                from call
            )
            insert into outbox_notice (outbox, notice)
            select d.id, m.notice from mailed d join mail m on m.message = d.id or d.is_digest and m.account = d.account and m.told_of is not distinct from d.review
            union all select message, notice from call
            """
    }

    /// Who of them is told, and how; of what is owed to a document only who may see that.
    private static func wanted(_ posts: [Post], _ now: Instant, perHourMax: Int) -> SQL {
        """
        select w.n, w.notice, w.kind, nullif(w.review, '') as review, nullif(w.obligation, '') as obligation,
            nullif(w.stage, '') as stage, nullif(w.rule, '') as rule, nullif(w.due_at, '')::timestamptz as due_at, a.id as account,
            a.organisation, a.zone, p.mail, coalesce(p.is_digest, false) and not way.is_in as is_digest,
            case when not way.is_in then p.quiet_from end as quiet_from, case when not way.is_in then p.quiet_until end as quiet_until,
            b.document is not null as is_confidential,
            row_number() over (partition by a.id, b.document is not null, way.is_in order by w.n) + (
                select count(*) from (
                    select from notice c
                    where c.account = a.id and c.created_at > \(now)::timestamptz - interval '1 hour'
                        and c.is_confidential = (b.document is not null) and (c.kind = 'way-in') = way.is_in
                    limit \(perHourMax)) as recent
            ) > \(perHourMax) as is_flood
        from unnest(\(posts.map { _ in NoticeID.random().description })::text[], \(posts.map(\.kind.rawValue))::text[],
                \(posts.map(\.account.description))::text[], \(posts.map { $0.review?.description ?? "" })::text[],
                \(posts.map { $0.obligation?.description ?? "" })::text[], \(posts.map { $0.stage ?? "" })::text[],
                \(posts.map { $0.rule ?? "" })::text[], \(posts.map { $0.dueAt?.rfc3339 ?? "" })::text[])
                with ordinality as w (notice, kind, account, review, obligation, stage, rule, due_at, n)
            join account a on a.id = w.account and a.state = 'active'
            join organisation g on g.id = a.organisation and g.state = 'active' left join notice_preference p on p.account = a.id
            left join obligation b on b.id = nullif(w.obligation, '') left join document d on d.id = b.document
            cross join lateral (select w.kind = 'way-in' as is_in) as way
        where not exists (
                select from conflict c where c.review = w.review and c.account = a.id and c.state in ('open', 'upheld'))
            and (b.document is null or \(Recipients.mayRead(now)))
        """
    }

    /// State, last error and end of a new message.
    private static func fate(_ isDead: SQL, _ now: Instant) -> SQL {
        """
        case when \(isDead) then 'dead' else 'pending' end, case when \(isDead) then 'too many messages in an hour' end,
        case when \(isDead) then \(now)::timestamptz end
        """
    }
}
