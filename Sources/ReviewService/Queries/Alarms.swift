import Postgres
import ReviewModel

/// Keeps the alarms of a review in step with what is owed in it, as the system.
package enum Alarms {
    /// Reviews in which something is due, the longest waiting first; found by the index `alarm_due` however many alarms lie in the future.
    package static let reviewsDue: SQL =
        "select review from alarm where state = 'pending' and fires_at <= moment() group by review order by min(fires_at), review"

    /// Cancels what is stale and inserts what is missing; how many. Running it again changes nothing.
    @discardableResult
    static func reconcile(_ review: ReviewRow, in system: Context) async throws -> Int {
        let tables = try await system.transaction.tables([cancellation(review.id, system.now), owed(review.id)])
        let missing = try missing(tables[1], review.procedure)
        guard !missing.isEmpty else { return tables[0].affected }
        return tables[0].affected + (try await system.transaction.run(insertion(missing, review.id, system.now)))
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
            procedure.stages.flatMap(\.owes).map { (procedure: id, rule: $0.id.rawValue, alarms: $0.remind.count + $0.escalate.count) }
        }
        return """
            select a.review from alarm a join obligation o on o.id = a.obligation join review r on r.id = a.review
            where a.state = 'pending' and \(isStale)
            union
            select o.review from obligation o join review r on r.id = o.review join cycle c on c.id = r.cycle
                join unnest(\(rules.map(\.procedure))::text[], \(rules.map(\.rule))::text[], \(rules.map(\.alarms))::int[])
                    as wanted (procedure, rule, alarms)
                    on wanted.procedure = c.procedure || '-' || c.procedure_version and wanted.rule = o.rule
            where \(isPlannable) and wanted.alarms > (
                select count(*) from alarm a
                where a.obligation = o.id and a.deadline_version = o.deadline_version and a.state <> 'cancelled')
            """
    }

    private static let isStale: SQL =
        "(r.state <> 'open' or o.state not in ('open', 'missed') or o.deadline_version <> a.deadline_version)"
    private static let isPlannable: SQL =
        "r.state = 'open' and o.document is null and o.state in ('open', 'missed') and o.due_at is not null"

    private static func cancellation(_ review: ReviewID, _ now: Instant) -> SQL {
        """
        update alarm a set state = 'cancelled', settled_at = \(now),
            cause = case when r.state <> 'open' then 'the review is over'
                         when o.state not in ('open', 'missed') then o.state else 'the deadline moved' end
        from obligation o join review r on r.id = o.review
        where o.id = a.obligation and a.review = \(review) and a.state = 'pending'
            and \(isStale)
        """
    }

    private static func owed(_ review: ReviewID) -> SQL {
        """
        select o.id, o.rule, o.deadline_version, o.due_at, o.due_zone, o.due_local_date, o.due_local_time,
            coalesce(o.deadline_set_at, o.opened_at),
            array(select a.rule from alarm a
                  where a.obligation = o.id and a.deadline_version = o.deadline_version and a.state <> 'cancelled')
        from obligation o join review r on r.id = o.review
        where o.review = \(review) and \(isPlannable)
        """
    }

    private struct Missing {
        let obligation: ObligationID
        let version: Int
        let alarm: PlannedAlarm
        /// Its moment lay before the deadline was set.
        let wasNeverDue: Bool
    }

    private static func missing(_ table: Table, _ procedure: Procedure) throws -> [Missing] {
        try table.rows(
            as: (ObligationID, ObligationName, Int, UTCInstant, String, LocalDate, String, UTCInstant, [String]).self
        ).flatMap { id, rule, version, dueAt, zone, date, time, setAt, known -> [Missing] in
            let deadline = Deadline(
                dueAt: dueAt, zone: zone, localDate: date, localTime: time, rule: "", calendar: "", calendarVersion: "", anchor: "",
                anchoredOn: date, provisional: false)
            let planned = procedure.obligation(rule)?.alarms(for: deadline) ?? []
            return planned.filter { !known.contains($0.rule) }.map {
                Missing(obligation: id, version: version, alarm: $0, wasNeverDue: $0.latePolicy == .skip && $0.firesAt <= setAt)
            }
        }
    }

    private static func insertion(_ missing: [Missing], _ review: ReviewID, _ now: Instant) -> SQL {
        """
        insert into alarm (obligation, review, deadline_version, rule, kind, recipient_role, late_policy, fires_at, state, cause, settled_at)
        select obligation, \(review), version, rule, kind, recipient_role, late_policy, fires_at,
            case when was_never_due then 'skipped' else 'pending' end,
            case when was_never_due then 'already past when the deadline was set' end,
            case when was_never_due then \(now)::timestamptz end
        from unnest(\(missing.map(\.obligation.description))::text[], \(missing.map { String($0.version) })::int[],
            \(missing.map(\.alarm.rule))::text[], \(missing.map(\.alarm.kind.rawValue))::text[],
            \(missing.map(\.alarm.recipients.rawValue))::text[], \(missing.map(\.alarm.latePolicy.rawValue))::text[],
            \(missing.map(\.alarm.firesAt.rfc3339))::timestamptz[], \(missing.map { String($0.wasNeverDue) })::bool[])
            as planned (obligation, version, rule, kind, recipient_role, late_policy, fires_at, was_never_due)
        on conflict (obligation, deadline_version, rule) where state <> 'cancelled' do nothing
        """
    }
}
