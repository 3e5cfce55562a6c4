import Postgres
import ReviewModel
import ReviewWire

/// The schedule that stands still for everyone until the secretariat releases it.
package enum Holds {
    /// What the record calls it; the reason stands with the hold.
    static let subject = "schedule"

    /// 450 while the schedule is held.
    static func requireNone(in context: Context) async throws {
        let reason = try await context.transaction.first(
            "select reason from schedule_hold where recipient is null and released_at is null", as: String.self)
        if let reason { throw Refusal(.clockHeld, "the schedule is held: \(reason); schedule.release lets it go on") }
    }

    /// False when it was held already.
    @discardableResult
    static func hold(because reason: String, in context: Context) async throws -> Bool {
        let isNew =
            try await context.transaction.run(
                """
                insert into schedule_hold (reason, held_at) values (\(reason), \(context.now))
                on conflict (recipient) where released_at is null do nothing
                """) > 0
        if isNew {
            try await context.record(.scheduleHeld, subject: subject)
            try await context.asSystem { try await Breaker.tellHeads(in: $0) }
        }
        return isNew
    }

    /// One more reason for a hold that lasts.
    static func add(_ reason: String, in context: Context) async throws {
        try await context.transaction.run(
            """
            update schedule_hold set reason = reason || '; and ' || \(reason)
            where recipient is null and released_at is null and length(reason) < 2000
            """)
    }

    /// Whatever the clock shows counts from now on, and a database that was restored is at home where it is.
    static func release(in system: Context) async throws {
        let isJumped = try await system.transaction.run("update rehearsal_clock set jumped = '0' where jumped <> '0'") > 0
        var context = system
        if isJumped {
            let now = try await system.transaction.one("select clock_timestamp() + ahead from rehearsal_clock", as: Instant.self)
            context = system.standing(at: now)
        }
        try await forgetTheFuture(in: context)
        try await Restores.accept(in: system)
    }

    /// What was written while the clock was wrong would hold back jobs, reviews and mail until its own time came.
    private static func forgetTheFuture(in system: Context) async throws {
        _ = try await system.transaction.tables([
            "delete from job_run where began_at > real_moment()", "update wake set at = '-infinity'",
            """
            update outbox set next_attempt_at = least(next_attempt_at, \(system.now)::timestamptz), ver = ver + 1,
                holder = case when lease_until < real_moment() + interval '1 hour' then holder end,
                lease_until = case when lease_until < real_moment() + interval '1 hour' then lease_until end
            where state = 'pending' and (created_at > \(system.now) or next_attempt_at > \(system.now)::timestamptz + interval '1 day'
                or lease_until > real_moment() + interval '1 hour')
            """,
        ])
    }
}

/// Stops what would be said to one recipient beyond the cap, and tells the secretariat (DOMAIN §4).
enum Breaker {
    static func trip(_ account: AccountID, in system: Context) async throws {
        let isNew =
            try await system.transaction.run(
                """
                insert into schedule_hold (recipient, reason, held_at)
                values (\(account), \("more than \(system.service.remindersPerHourMax) reminders in an hour"), \(system.now))
                on conflict (recipient) where released_at is null do nothing
                """) > 0
        guard isNew else { return }
        try await system.record(.scheduleHeld, subject: account.description, audience: .officer)
        try await tellHeads(in: system)
    }

    /// One notice for each obligation that was held back from that recipient, of what is to be said of it now, as of one that fires (`Firing`).
    static func resume(_ account: AccountID, in system: Context) async throws -> Int {
        let held = try await system.transaction.all(
            """
            with resumed as (
                update reminder set outcome = 'sent' where recipient = \(account) and outcome = 'capped' returning review, obligation
            )
            select distinct resumed.review, resumed.obligation,
                case when o.due_at <= \(system.now)::timestamptz then case o.state when 'missed' then 'missed' else 'overdue' end
                    when o.due_local_date::timestamp at time zone o.due_zone <= \(system.now)::timestamptz then 'due-today' else 'reminder' end
            from resumed join obligation o on o.id = resumed.obligation join review r on r.id = resumed.review
            where o.state in ('open', 'missed') and r.state = 'open'
            """, as: (ReviewID, ObligationID, NoticeKind).self)
        for (review, obligation, kind) in held {
            try await Notices.post(kind, to: account, review: review, obligation: obligation, in: system)
        }
        return held.count
    }

    static func tellHeads(in system: Context) async throws {
        for head in try await Recipients.heads(system) {
            try await Notices.post(.alarm, to: head, review: nil, obligation: nil, in: system)
        }
    }
}
