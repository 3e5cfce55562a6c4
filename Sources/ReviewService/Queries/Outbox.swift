import Postgres
import ReviewModel
import ReviewNotice

/// Messages on their way out: claimed with a lease, settled only by the attempt that holds it. At least once, and never claimed to be more.
package struct Outbox: Sendable {
    /// By which way messages leave.
    package enum Channel: String, CaseIterable, Sendable {
        case mail, webhook
    }

    /// One attempt at one message.
    package struct Claim: Sendable {
        package let message: MessageID
        package let account: AccountID
        package let webhook: WebhookID?
        /// With its angle brackets; the same in every attempt.
        package let messageID: String
        package let attempt: Int
        /// Of its attempts those that count: others failed for what is ours to mend.
        package let tries: Int
    }

    /// Whom one message is for, and what it tells.
    package struct Delivery: Sendable {
        package let login: String
        package let mail: String?
        package let isActive: Bool
        package let language: Language
        package let zone: Zone
        package let webhook: (url: String, secret: String)?
        /// Those that the account may still read.
        package let notices: [NoticeFacts]
        package let now: Instant
    }

    /// Minutes to wait after each failed attempt; behind the last one the message is dead.
    static let waitMinutes = [1, 5, 15, 60, 240, 720, 1440, 1440]

    let pool: Pool
    /// Fresh in every process, so that one that was thought dead cannot settle what another has taken over.
    private let holder: String
    /// How long one attempt has its message for itself; longer than any transfer may take.
    private let leaseSeconds: Int

    package init(pool: Pool, holder: String, leaseSeconds: Int = 120) {
        (self.pool, self.holder, self.leaseSeconds) = (pool, holder, leaseSeconds)
    }

    /// Whether anything may leave: not from a database that was restored, before the secretariat has read what may leave a second time.
    package func mayLeave() async throws -> Bool {
        try await pool.read(Actor.system.context, ["select coalesce(place = place(), false) from installation"]).tables[0].decode(
            0, as: Bool.self)
    }

    /// Takes what is due, may leave and is held by nobody, the oldest first, of all channels or of one. What has become due late, and meets its
    /// reader's quiet hours, waits for their end. `domain` stands in the Message-ID that the first attempt fixes.
    package func claim(limit: Int, domain: String, by channel: Channel? = nil) async throws -> [Claim] {
        try await pool.transaction(Actor.system.context) { transaction in
            try await transaction.all(
                """
                with due as (
                    select o.id, case when o.channel = 'mail' and p.quiet_from is not null
                        then after_quiet(moment(), known_zone(a.zone), p.quiet_from, p.quiet_until) else moment() end as leaves_at
                    from outbox o join account a on a.id = o.account left join notice_preference p on p.account = o.account
                    where o.state = 'pending' and o.next_attempt_at <= moment() and (o.lease_until is null or o.lease_until <= real_moment())
                        and (\(channel?.rawValue)::text is null or o.channel = \(channel?.rawValue))
                        and (select place = place() from installation)
                    order by o.next_attempt_at, o.id limit \(limit) for update of o skip locked
                ), waiting as (
                    update outbox o set next_attempt_at = due.leaves_at, ver = o.ver + 1 from due where o.id = due.id and due.leaves_at > moment()
                )
                update outbox o set holder = \(holder)::uuid, lease_until = real_moment() + make_interval(secs => \(leaseSeconds)),
                    attempt = o.attempt + 1, message_id = coalesce(o.message_id, '<' || lower(o.id) || '@' || \(domain) || '>'), ver = o.ver + 1
                from due where o.id = due.id and due.leaves_at <= moment()
                returning o.id, o.account, o.webhook, o.message_id, o.attempt, o.attempt - o.blocked_attempts
                """, as: (MessageID, AccountID, WebhookID?, String, Int, Int).self
            ).map { Claim(message: $0.0, account: $0.1, webhook: $0.2, messageID: $0.3, attempt: $0.4, tries: $0.5) }
        }
    }

    /// Whether the attempt still holds its lease; if so it runs on from now.
    package func renew(_ claim: Claim) async throws -> Bool {
        try await settle(claim, "lease_until = real_moment() + make_interval(secs => \(leaseSeconds))")
    }

    package func sent(_ claim: Claim) async throws -> Bool { try await settle(claim, Self.settled("sent", nil)) }

    /// Nobody is there to be told.
    package func dropped(_ claim: Claim, because reason: String) async throws -> Bool {
        try await settle(claim, Self.settled("dropped", reason))
    }

    /// Waits longer each time; a refusal for good, or one too many, makes it a dead letter.
    package func failed(_ claim: Claim, _ reason: String, isPermanent: Bool) async throws -> Bool {
        guard !isPermanent, claim.tries <= Self.waitMinutes.count else { return try await settle(claim, Self.settled("dead", reason)) }
        return try await settle(
            claim,
            """
            next_attempt_at = moment() + make_interval(mins => \(Self.waitMinutes[claim.tries - 1])), holder = null, lease_until = null,
            last_error = \(reason), blocked_since = null
            """)
    }

    /// Something on our side has to be mended first: it waits as long again as it has waited, an hour at most, and never dies of it.
    package func blocked(_ claim: Claim, _ reason: String) async throws -> Bool {
        try await settle(claim, Self.blockade(reason) + ", blocked_attempts = blocked_attempts + 1, holder = null, lease_until = null")
    }

    /// The same for all others that would leave now, none of which would have better luck; how many.
    package func block(_ channel: Channel, _ reason: String) async throws -> Int {
        try await pool.transaction(Actor.system.context) { transaction in
            try await transaction.run(
                """
                update outbox set \(Self.blockade(reason)), ver = ver + 1
                where state = 'pending' and channel = \(channel.rawValue) and next_attempt_at <= moment() and holder is null
                """)
        }
    }

    private static func blockade(_ reason: String) -> SQL {
        """
        next_attempt_at = moment() + least(greatest(moment() - coalesce(blocked_since, moment()), interval '1 minute'), interval '1 hour'),
        blocked_since = coalesce(blocked_since, moment()), last_error = \(reason)
        """
    }

    static func settled(_ state: String, _ reason: String?) -> SQL {
        "state = \(state), settled_at = moment(), holder = null, lease_until = null, blocked_since = null, last_error = \(reason)"
    }

    /// False when another process has taken the message over.
    private func settle(_ claim: Claim, _ change: SQL) async throws -> Bool {
        try await pool.transaction(Actor.system.context) { transaction in
            try await transaction.run(
                """
                update outbox set \(change), ver = ver + 1
                where id = \(claim.message) and holder = \(holder)::uuid and attempt = \(claim.attempt) and state = 'pending'
                """) == 1
        }
    }

    /// What the message is written from.
    package func delivery(_ claim: Claim) async throws -> Delivery {
        let (now, tables) = try await pool.read(
            Actor.system.context,
            [
                """
                select a.login, coalesce(x.mail, p.mail), a.state = 'active' and g.state = 'active', a.language, a.zone, w.url, w.secret
                from account a join organisation g on g.id = a.organisation left join notice_preference p on p.account = a.id
                    left join webhook w on w.id = \(claim.webhook) and w.ended_at is null
                    left join outbox_address x on x.outbox = \(claim.message)
                where a.id = \(claim.account)
                """,
                """
                select n.id, n.kind, n.review,
                    coalesce((select short_name from party_name p join account a on a.id = n.account
                              where p.party = n.party and p.language in (a.language, 'en') and p.during @> moment()::date
                              order by p.language = a.language desc limit 1), n.party),
                    n.procedure, n.obligation, n.stage, n.rule, n.due_at
                from outbox_notice o join notice n on n.id = o.notice
                where o.outbox = \(claim.message) and (not n.is_confidential or notice_is_readable(n.id)) order by n.created_at, n.id
                """,
            ])
        let (login, mail, isActive, language, zone, url, secret) = try tables[0].decode(
            0, as: (String, String?, Bool, Language, Zone, String?, String?).self)
        let notices = try (0..<tables[1].count).map { row in
            let fields = try tables[1].decode(
                row, as: (String, NoticeKind, String?, String?, String?, String?, String?, String?, Instant?).self)
            return NoticeFacts(
                id: fields.0, kind: fields.1, review: fields.2, party: fields.3, procedure: fields.4, obligation: fields.5,
                stage: fields.6, rule: fields.7, dueAt: fields.8.map { UTCInstant($0) })
        }
        let webhook = url.flatMap { url in secret.map { (url: url, secret: $0) } }
        return Delivery(
            login: login, mail: mail, isActive: isActive, language: language, zone: zone, webhook: webhook, notices: notices, now: now)
    }
}
