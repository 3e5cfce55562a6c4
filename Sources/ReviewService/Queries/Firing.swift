import Postgres
import ReviewModel

/// Does what is due in one review: decides on every alarm, writes who is told, and tells them, all in the transaction that holds the review.
struct Firing {
    private struct Due: Sendable {
        let id: Int
        let obligation: ObligationID
        let version: Int
        let deadline: UTCInstant
        let lastDayBeginsAt: UTCInstant
        let isMissed: Bool
        let alarm: PlannedAlarm

        /// What is said of it now, however late it fires.
        func notice(at now: UTCInstant) -> NoticeKind {
            if alarm.kind == .escalation { return .escalation }
            if now >= deadline { return isMissed ? .missed : .overdue }
            return now >= lastDayBeginsAt ? .dueToday : .reminder
        }
    }

    private struct Outcome {
        let id: Int
        let state: String
        let cause: String?
    }

    let review: ReviewRow
    /// As the system.
    let context: Context
    private var recipients: [RoleName: (accounts: [AccountID], instead: String?)] = [:]

    init(review: ReviewRow, context: Context) { (self.review, self.context) = (review, context) }

    /// How many alarms were settled.
    func settle() async throws -> Int {
        var firing = self
        try await Alarms.reconcile(review, in: context)
        let due = try await firing.due()
        var outcomes: [Outcome] = []
        var remaining = due[...]
        while let first = remaining.first {
            let group = remaining.prefix { $0.obligation == first.obligation }
            remaining = remaining.dropFirst(group.count)
            outcomes += try await firing.settle(Array(group))
        }
        guard !outcomes.isEmpty else { return 0 }
        context.transaction.queue(
            """
            update alarm set state = decided.state, cause = nullif(decided.cause, ''), settled_at = \(context.now)
            from unnest(\(outcomes.map { String($0.id) })::bigint[], \(outcomes.map(\.state))::text[], \(outcomes.map { $0.cause ?? "" })::text[])
                as decided (id, state, cause)
            where alarm.id = decided.id and alarm.state = 'pending'
            """)
        return outcomes.count
    }

    private func due() async throws -> [Due] {
        let table = try await context.transaction.table(
            """
            select a.id, a.obligation, a.deadline_version, o.due_at, o.due_zone, o.due_local_date, o.state = 'missed', a.rule, a.kind,
                a.recipient_role, a.late_policy, a.fires_at
            from alarm a join obligation o on o.id = a.obligation
            where a.review = \(review.id) and a.state = 'pending' and a.fires_at <= \(context.now)
            order by a.obligation, a.fires_at, a.rule
            """)
        return try (0..<table.count).map { row in
            let (id, obligation, version, deadline, zone, date, isMissed, rule, kind, role, policy, firesAt) = try table.decode(
                row,
                as: (
                    Int, ObligationID, Int, UTCInstant, Zone, LocalDate, Bool, String, PlannedAlarm.Kind, RoleName, LatePolicy, UTCInstant
                ).self)
            return Due(
                id: id, obligation: obligation, version: version, deadline: deadline, lastDayBeginsAt: zone.start(of: date),
                isMissed: isMissed,
                alarm: PlannedAlarm(rule: rule, kind: kind, recipients: role, latePolicy: policy, firesAt: firesAt))
        }
    }

    /// All alarms of one obligation: the gravest speaks first, and nobody hears of the obligation twice.
    private mutating func settle(_ group: [Due]) async throws -> [Outcome] {
        let decisions = AlarmDecision.decide(on: group.map(\.alarm), deadline: group[0].deadline, now: UTCInstant(context.now))
        var outcomes: [Outcome] = []
        var told: Set<AccountID> = []
        for (due, decision) in zip(group, decisions).reversed().sorted(by: { $0.0.alarm.isGraver(than: $1.0.alarm) }) {
            switch decision {
            case .skip(let cause): outcomes.append(Outcome(id: due.id, state: "skipped", cause: cause))
            case .coalesce(let cause): outcomes.append(Outcome(id: due.id, state: "coalesced", cause: cause))
            case .fire: outcomes.append(Outcome(id: due.id, state: "fired", cause: try await fire(due, &told)))
            }
        }
        return outcomes
    }

    /// Answers what has to be known of an alarm that fired.
    private mutating func fire(_ due: Due, _ told: inout Set<AccountID>) async throws -> String? {
        let (accounts, instead) = try await recipients(of: due.alarm.recipients)
        let decided = try await context.transaction.all(ledger(due, accounts, told), as: (AccountID, String).self)
        for (account, outcome) in decided {
            told.insert(account)
            if outcome == "capped" { try await Breaker.trip(account, in: context) }
            guard outcome == "sent" else { continue }
            try await Notices.post(
                due.notice(at: UTCInstant(context.now)), to: account, review: review.id, obligation: due.obligation, in: context)
        }
        let subject = due.obligation.description
        try await context.record(
            due.alarm.kind == .escalation ? .obligationEscalated : .obligationReminded, subject: subject, review: review.id)
        if due.alarm.recipients == .conference {
            context.transaction.queue(
                """
                insert into agenda_item (obligation, deadline_version, rule, review, added_at)
                values (\(due.obligation), \(due.version), \(due.alarm.rule), \(review.id), \(context.now)) on conflict do nothing
                """)
            try await context.record(.agendaAdded, subject: subject, review: review.id)
        }
        return instead
    }

    private mutating func recipients(of role: RoleName) async throws -> (accounts: [AccountID], instead: String?) {
        if let known = recipients[role] { return known }
        let found = try await Recipients.find(role, in: review, context)
        recipients[role] = found
        return found
    }

    /// Who was already told of this by the same rule is not in the answer.
    private func ledger(_ due: Due, _ accounts: [AccountID], _ told: Set<AccountID>) -> SQL {
        """
        insert into reminder (obligation, deadline_version, rule, recipient, review, decided_at, outcome)
        select \(due.obligation), \(due.version), \(due.alarm.rule), wanted.recipient, \(review.id), \(context.now),
            case when wanted.recipient = any(\(told.map(\.description))::text[]) then 'coalesced'
                 when exists (select from schedule_hold h where h.recipient = wanted.recipient and h.released_at is null) then 'capped'
                 when (select count(*) from reminder m where m.recipient = wanted.recipient and m.outcome = 'sent'
                       and m.decided_at > \(context.now)::timestamptz - interval '1 hour') >= \(context.service.remindersPerHourMax) then 'capped'
                 else 'sent' end
        from unnest(\(accounts.map(\.description))::text[]) as wanted (recipient)
        on conflict on constraint reminder_once do nothing
        returning recipient, outcome
        """
    }
}

extension PlannedAlarm {
    fileprivate func isGraver(than other: PlannedAlarm) -> Bool {
        (kind == .escalation ? 1 : 0, firesAt) > (other.kind == .escalation ? 1 : 0, other.firesAt)
    }
}
