import Postgres
import ReviewModel

/// Keeps the alarms of a review in step with what is owed in it, as the system.
package enum Alarms {
    /// Reviews in which something is due, the longest waiting first; found by the index `alarm_due` however many alarms lie in the future.
    package static let reviewsDue: SQL =
        "select review from alarm where state = 'pending' and fires_at <= moment() group by review order by min(fires_at), review"

    /// Cancels what is stale and inserts what is missing; how many, but for those that hang on a document, of which not everyone who reads the
    /// number may know. Running it again changes nothing.
    @discardableResult
    static func reconcile(_ review: ReviewRow, in system: Context) async throws -> Int {
        let tables = try await system.transaction.tables([cancellation(review.id, system.now), owed(review.id)])
        let cancelled = try tables[0].decode(0, as: Int.self)
        let missing = try missing(tables[1], review.procedure)
        guard !missing.isEmpty else { return cancelled }
        return cancelled + (try await system.transaction.one(insertion(missing, review.id, system.now), as: Int.self))
    }

    /// What was pending about an obligation is cancelled for that reason, before what changed it makes the rest stale.
    static func cancel(_ obligation: ObligationID, because cause: String, in system: Context) {
        system.transaction.queue(
            """
            update alarm set state = 'cancelled', cause = \(cause), settled_at = \(system.now)
            where obligation = \(obligation) and state = 'pending'
            """)
    }

    /// A successor has a function: whatever was to be said to its holder is cancelled and planned anew, and the successor is told.
    static func handOver(_ function: Function, to successor: AccountID, _ review: ReviewRow, in system: Context) async throws {
        let roles = review.procedure.roles.filter { $0.value.functions.contains(function) }.map(\.key.rawValue)
        system.transaction.queue(
            """
            update alarm set state = 'cancelled', cause = 'handed over', settled_at = \(system.now)
            where review = \(review.id) and recipient_role = any(\(roles)) and state = 'pending'
            """)
        try await reconcile(review, in: system)
        try await Notices.post(
            .handedOver, to: successor, review: review.id, obligation: nil, rule: function.rawValue, in: system)
    }

    /// Reviews with an alarm that is stale, or with fewer of them than the rule of something owed asks for.
    static func outOfStep(_ catalog: ProcedureCatalog) -> SQL {
        let rules = catalog.procedures.sorted { $0.key < $1.key }.flatMap { id, procedure in
            procedure.stages.flatMap { stage in
                stage.owes.map { Rule(procedure: id, stage: stage.id, name: $0.id.rawValue, isAnswer: false, reminding: $0) }
                    + stage.windows.compactMap { window in
                        window.respond.map { Rule(procedure: id, stage: stage.id, name: window.id.rawValue, isAnswer: true, reminding: $0) }
                    }
            }
        }
        return """
            select a.review from alarm a join obligation o on o.id = a.obligation join review r on r.id = a.review
            where a.state = 'pending' and \(isStale)
            union
            select o.review from obligation o join review r on r.id = o.review join cycle c on c.id = r.cycle
                join unnest(\(rules.map(\.procedure))::text[], \(rules.map(\.stage.rawValue))::text[], \(rules.map(\.name))::text[],
                        \(rules.map { String($0.isAnswer) })::bool[], \(rules.map(\.alarms))::int[])
                    as wanted (procedure, stage, rule, is_answer, alarms)
                    on wanted.procedure = c.procedure || '-' || c.procedure_version and wanted.stage = o.stage and wanted.rule = o.rule
                        and wanted.is_answer = (o.document is not null)
            where \(isPlannable) and wanted.alarms > (
                select count(*) from alarm a
                where a.obligation = o.id and a.deadline_version = o.deadline_version and a.state <> 'cancelled')
            """
    }

    /// How many alarms what is owed by one rule of a procedure has.
    private struct Rule {
        let procedure: String
        let stage: StageName
        let name: String
        let isAnswer: Bool
        let reminding: any Reminding

        var alarms: Int { reminding.remind.count + reminding.escalate.count }
    }

    /// An answer is owed although the review is closed meanwhile.
    private static let isOver: SQL = "(r.state = 'cancelled' or r.state <> 'open' and o.document is null)"
    private static let isStale: SQL =
        "(\(isOver) or o.state not in ('open', 'missed') or o.deadline_version <> a.deadline_version)"
    private static let isPlannable: SQL = "not \(isOver) and o.state in ('open', 'missed') and o.due_at is not null"

    private static func cancellation(_ review: ReviewID, _ now: Instant) -> SQL {
        """
        with cancelled as (
            update alarm a set state = 'cancelled', settled_at = \(now),
                cause = case when \(isOver) then 'the review is over'
                             when o.state not in ('open', 'missed') then o.state else 'the deadline moved' end
            from obligation o join review r on r.id = o.review
            where o.id = a.obligation and a.review = \(review) and a.state = 'pending' and \(isStale)
            returning a.is_confidential
        )
        select count(*) filter (where not is_confidential) from cancelled
        """
    }

    private static func owed(_ review: ReviewID) -> SQL {
        """
        select o.id, o.stage, o.rule, o.owed_by, o.document is not null, o.deadline_version, o.due_at, o.due_zone, o.due_local_date, o.due_local_time,
            coalesce(o.deadline_set_at, o.opened_at),
            array(select a.rule from alarm a
                  where a.obligation = o.id and a.deadline_version = o.deadline_version and a.state <> 'cancelled')
        from obligation o join review r on r.id = o.review
        where o.review = \(review) and \(isPlannable)
        """
    }

    private struct Missing {
        let obligation: ObligationID
        /// Whether it is an answer that is owed to a document.
        let isAnswer: Bool
        let version: Int
        let alarm: PlannedAlarm
        /// Its moment lay before the deadline was set.
        let wasNeverDue: Bool
    }

    private static func missing(_ table: Table, _ procedure: Procedure) throws -> [Missing] {
        try table.rows(
            as: (
                ObligationID, StageName, String, RoleName, Bool, Int, UTCInstant, String, LocalDate, String, UTCInstant, [String]
            ).self
        ).flatMap { id, stage, rule, owedBy, isAnswer, version, dueAt, zone, date, time, setAt, known -> [Missing] in
            let deadline = Deadline(
                dueAt: dueAt, zone: zone, localDate: date, localTime: time, rule: "", calendar: "", calendarVersion: "", anchor: "",
                anchoredOn: date, provisional: false)
            let reminding: (any Reminding)? =
                isAnswer ? procedure.stage(stage)?.window(WindowName(rule))?.respond : procedure.obligation(ObligationName(rule))
            let planned = reminding?.alarms(for: deadline, owedBy: owedBy) ?? []
            return planned.filter { !known.contains($0.rule) }.map {
                Missing(
                    obligation: id, isAnswer: isAnswer, version: version, alarm: $0,
                    wasNeverDue: $0.latePolicy == .skip && $0.firesAt <= setAt)
            }
        }
    }

    private static func insertion(_ missing: [Missing], _ review: ReviewID, _ now: Instant) -> SQL {
        """
        with planned as (
            insert into alarm (obligation, review, is_confidential, deadline_version, rule, kind, recipient_role, late_policy, fires_at, state,
                cause, settled_at)
            select obligation, \(review), is_confidential, version, rule, kind, recipient_role, late_policy, fires_at,
                case when was_never_due then 'skipped' else 'pending' end,
                case when was_never_due then 'already past when the deadline was set' end,
                case when was_never_due then \(now)::timestamptz end
            from unnest(\(missing.map(\.obligation.description))::text[], \(missing.map { String($0.isAnswer) })::bool[],
                \(missing.map { String($0.version) })::int[], \(missing.map(\.alarm.rule))::text[],
                \(missing.map(\.alarm.kind.rawValue))::text[], \(missing.map(\.alarm.recipients.rawValue))::text[],
                \(missing.map(\.alarm.latePolicy.rawValue))::text[], \(missing.map(\.alarm.firesAt.rfc3339))::timestamptz[],
                \(missing.map { String($0.wasNeverDue) })::bool[])
                as wanted (obligation, is_confidential, version, rule, kind, recipient_role, late_policy, fires_at, was_never_due)
            on conflict (obligation, deadline_version, rule) where state <> 'cancelled' do nothing
            returning is_confidential
        )
        select count(*) filter (where not is_confidential) from planned
        """
    }
}
