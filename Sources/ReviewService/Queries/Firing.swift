import Postgres
import ReviewModel

/// Does what is due in one review: decides on every alarm, writes who is told, and tells them, all in the transaction that holds the review.
struct Firing {
    private struct Due: Sendable {
        let obligation: ObligationID
        let version: Int
        let deadline: UTCInstant
        let lastDayBeginsAt: UTCInstant
        let isMissed: Bool
        /// What is to be answered; nil for what the procedure itself asks for.
        let document: DocumentID?
        let alarm: PlannedAlarm

        /// One in its review: no rule speaks twice of an obligation.
        var name: String { "\(obligation) \(alarm.rule)" }

        /// What is said of it now, however late it fires.
        func notice(at now: UTCInstant) -> NoticeKind {
            if alarm.kind == .escalation { return .escalation }
            if now >= deadline { return isMissed ? .missed : .overdue }
            return now >= lastDayBeginsAt ? .dueToday : .reminder
        }
    }

    /// Somebody who is to be told, unless a graver alarm tells them of the same obligation at this moment.
    private struct Wanted {
        let due: Due
        let recipient: AccountID
        let isTold: Bool
    }

    /// What fires, whom it means, and a sentence when others are told instead.
    private struct Fired: Sendable {
        let due: Due
        let accounts: [AccountID]
        let instead: String?
    }

    let review: ReviewRow
    /// As the system.
    let context: Context

    /// How many alarms were settled, but for those that hang on a document.
    func settle() async throws -> Int {
        try await Alarms.reconcile(review, in: context)
        let decided = decide(try await due())
        guard !decided.isEmpty else { return 0 }
        let fired = try await fired(decided.filter { $0.decision == .fire }.map(\.due))
        try await tell(fired)
        for one in fired { try await record(one.due) }
        context.transaction.queue(settlement(decided, fired))
        return decided.count { $0.due.document == nil }
    }

    /// Of what is owed to a document those are told who may see that; when nobody of the role may, the officer.
    private func fired(_ due: [Due]) async throws -> [Fired] {
        let answers = Set(due.compactMap(\.document))
        let roles = try await Recipients.find(Set(due.map(\.alarm.recipients)), in: review, context)
        let meant = due.map {
            Fired(due: $0, accounts: roles[$0.alarm.recipients]?.accounts ?? [], instead: roles[$0.alarm.recipients]?.instead)
        }
        guard !answers.isEmpty else { return meant }
        let officers = try await Recipients.officers(of: review, context)
        let readers = try await Recipients.readers(of: answers, among: Set(roles.values.flatMap(\.accounts) + officers), context)
        return meant.map { one in
            guard let document = one.due.document else { return one }
            let accounts = one.accounts.filter { readers[document]?.contains($0) == true }
            guard accounts.isEmpty else { return Fired(due: one.due, accounts: accounts, instead: one.instead) }
            let substitutes = officers.filter { readers[document]?.contains($0) == true }
            let nobody = "nobody is \(one.due.alarm.recipients) here who may see it"
            return Fired(
                due: one.due, accounts: substitutes,
                instead: substitutes.isEmpty ? "nobody could be told" : "\(nobody): the officer was told instead")
        }
    }

    private func due() async throws -> [Due] {
        try await context.transaction.all(
            """
            select a.obligation, a.deadline_version, o.due_at, o.due_zone, o.due_local_date, o.state = 'missed', o.document, a.rule,
                a.kind, a.recipient_role, a.late_policy, a.fires_at
            from alarm a join obligation o on o.id = a.obligation
            where a.review = \(review.id) and a.state = 'pending' and a.fires_at <= \(context.now)
            order by a.obligation, a.fires_at, a.rule
            """,
            as: (
                ObligationID, Int, UTCInstant, Zone, LocalDate, Bool, DocumentID?, String, PlannedAlarm.Kind, RoleName, LatePolicy,
                UTCInstant
            ).self
        ).map { obligation, version, deadline, zone, date, isMissed, document, rule, kind, role, policy, firesAt in
            Due(
                obligation: obligation, version: version, deadline: deadline, lastDayBeginsAt: zone.start(of: date), isMissed: isMissed,
                document: document,
                alarm: PlannedAlarm(rule: rule, kind: kind, recipients: role, latePolicy: policy, firesAt: firesAt))
        }
    }

    /// Obligation by obligation, the gravest first.
    private func decide(_ due: [Due]) -> [(due: Due, decision: AlarmDecision)] {
        Dictionary(grouping: due, by: \.obligation).sorted { $0.key < $1.key }.flatMap { _, group in
            let decisions = AlarmDecision.decide(on: group.map(\.alarm), deadline: group[0].deadline, now: UTCInstant(context.now))
            return zip(group, decisions).reversed().sorted { $0.0.alarm.isGraver(than: $1.0.alarm) }.map { (due: $0, decision: $1) }
        }
    }

    /// Nobody hears of an obligation twice, nor of anything again.
    private func tell(_ fired: [Fired]) async throws {
        var told: Set<String> = []
        let wanted = fired.flatMap { one in
            one.accounts.map { account in
                Wanted(due: one.due, recipient: account, isTold: !told.insert("\(one.due.obligation) \(account)").inserted)
            }
        }
        guard !wanted.isEmpty else { return }
        let written = try await context.transaction.tables([turn(wanted), ledger(wanted)])[1].rows(as: (Int, String).self)
        let capped = written.filter { $0.1 == "capped" }.map { wanted[$0.0 - 1] }
        for account in Set(capped.filter { $0.due.document == nil }.map(\.recipient)).sorted() {
            try await Breaker.trip(account, in: context)
        }
        try await Notices.post(
            written.filter { $0.1 == "sent" }.map { number, _ in
                let (due, account) = (wanted[number - 1].due, wanted[number - 1].recipient)
                return Notices.Post(
                    kind: due.notice(at: UTCInstant(context.now)), account: account, review: review.id, obligation: due.obligation)
            }, in: context)
    }

    /// Whoever tells the same people waits here, in the same order, so that each sees in the ledger what the other one sent.
    private func turn(_ wanted: [Wanted]) -> SQL {
        "select from account where id = any(\(Set(wanted.map(\.recipient.description)).sorted())::text[]) order by id for no key update"
    }

    /// Number in `wanted` and outcome; who was already told of this by the same rule is not in the answer. What hangs on a document trips no
    /// breaker: the secretariat would see from it that there is much to answer.
    private func ledger(_ wanted: [Wanted]) -> SQL {
        let max = context.service.remindersPerHourMax
        return """
            with wanted as (
                select * from unnest(\(wanted.map(\.due.obligation.description))::text[], \(wanted.map(\.due.version))::int[],
                    \(wanted.map(\.due.alarm.rule))::text[], \(wanted.map(\.recipient.description))::text[],
                    \(wanted.map { String($0.isTold) })::bool[], \(wanted.map { String($0.due.document != nil) })::bool[])
                    with ordinality as w (obligation, version, rule, recipient, is_told, is_confidential, number)
            ), written as (
                insert into reminder (obligation, deadline_version, rule, recipient, review, is_confidential, decided_at, outcome)
                select obligation, version, rule, recipient, \(review.id), is_confidential, \(context.now),
                    case when is_told then 'coalesced'
                        when exists (select from schedule_hold h where h.recipient = wanted.recipient and h.released_at is null)
                            or not is_confidential
                                and count(*) filter (where not is_told and not is_confidential) over (partition by recipient order by number) + (
                                select count(*) from (
                                    select from reminder m where m.recipient = wanted.recipient and m.outcome = 'sent'
                                        and not m.is_confidential and m.decided_at > \(context.now)::timestamptz - interval '1 hour' limit \(max)) as recent
                            ) > \(max) then 'capped'
                        else 'sent' end
                from wanted order by number
                on conflict on constraint reminder_once do nothing
                returning obligation, rule, recipient, outcome
            )
            select wanted.number, written.outcome from written join wanted using (obligation, rule, recipient) order by wanted.number
            """
    }

    private func record(_ due: Due) async throws {
        let subject = due.obligation.description
        try await context.record(
            due.alarm.kind == .escalation ? .obligationEscalated : .obligationReminded, subject: subject, review: review.id,
            document: due.document)
        guard due.alarm.recipients == .conference else { return }
        context.transaction.queue(
            """
            insert into agenda_item (obligation, deadline_version, rule, review, added_at)
            values (\(due.obligation), \(due.version), \(due.alarm.rule), \(review.id), \(context.now)) on conflict do nothing
            """)
        try await context.record(.agendaAdded, subject: subject, review: review.id)
    }

    private func settlement(_ decided: [(due: Due, decision: AlarmDecision)], _ fired: [Fired]) -> SQL {
        let instead = Dictionary(fired.map { ($0.due.name, $0.instead ?? "") }, uniquingKeysWith: { first, _ in first })
        let outcomes = decided.map { due, decision in
            switch decision {
            case .skip(let cause): (state: "skipped", cause: cause, instead: "")
            case .coalesce(let cause): (state: "coalesced", cause: cause, instead: "")
            case .fire: (state: "fired", cause: "", instead: instead[due.name] ?? "")
            }
        }
        return """
            with settled as (
                update alarm a set state = decided.state, cause = nullif(decided.cause, ''), settled_at = \(context.now)
                from unnest(\(decided.map(\.due.obligation.description))::text[], \(decided.map(\.due.alarm.rule))::text[],
                    \(outcomes.map(\.state))::text[], \(outcomes.map(\.cause))::text[], \(outcomes.map(\.instead))::text[])
                    as decided (obligation, rule, state, cause, instead)
                where a.review = \(review.id) and a.state = 'pending' and a.obligation = decided.obligation and a.rule = decided.rule
                returning a.id, decided.instead
            )
            insert into alarm_substitute (alarm, review, told) select id, \(review.id), instead from settled where instead <> ''
            """
    }
}

extension PlannedAlarm {
    fileprivate func isGraver(than other: PlannedAlarm) -> Bool {
        (kind == .escalation ? 1 : 0, firesAt) > (other.kind == .escalation ? 1 : 0, other.firesAt)
    }
}
