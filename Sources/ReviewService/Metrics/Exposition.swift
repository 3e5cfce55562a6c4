import Postgres
import ReviewModel

extension Service {
    /// The queues and the jobs, as Prometheus reads them. The queues are counted as the reader sees them, so that nobody learns from a count
    /// what they may not read; `system`, which is the operator, counts everything, and what this process has done besides.
    package func exposition(for reader: Actor) async throws -> String {
        let now = PrometheusMetrics()
        let queues = Self.queues
        let tables = try await pool.read(reader.context, queues.map(\.query) + [JobRuns.query]).tables
        for (queue, table) in zip(queues, tables) {
            for (value, amount) in try table.rows(as: (String?, Double).self) {
                now.set(queue.name, amount, value.map { [(queue.label, $0)] } ?? [])
            }
        }
        for job in try JobRuns.standings(tables[queues.count], jobs) {
            if let lastAt = job.lastAt { now.set(.jobLastRun, lastAt.unixSeconds, [("job", job.job)]) }
            if let doneAt = job.doneAt { now.set(.jobLastSuccess, doneAt.unixSeconds, [("job", job.job)]) }
            now.set(.jobOverdue, job.isOverdue ? 1 : 0, [("job", job.job)])
        }
        guard reader.role == .system else { return now.exposition }
        describeProcess(in: now)
        return metrics.exposition + now.exposition
    }

    private func describeProcess(in now: PrometheusMetrics) {
        now.set(.schedulerIdle, pulse.idle / .seconds(1))
        let statistics = pool.statistics
        for (kind, amount) in [
            ("shared", statistics.sharedOpen), ("leased", statistics.leasedOpen), ("idle", statistics.leasedIdle),
        ] {
            now.set(.poolConnections, Double(amount), [("kind", kind)])
        }
        now.set(.poolWaiting, Double(statistics.waiting))
        now.total(.poolWaits, Double(statistics.waits))
        now.total(.poolWaitSeconds, statistics.waited / .seconds(1))
    }

    /// What hangs on a document is counted for nobody: the operator's file has more readers than any document.
    /// Each query answers values of the label and amounts; every value of a state, also when there is none of it.
    private static let queues: [(name: MetricName, label: String, query: SQL)] = [
        (
            .alarms, "state",
            """
            select s.state, count(a.id) from unnest('{pending,fired,skipped,coalesced,cancelled}'::text[]) as s (state)
                left join alarm a on a.state = s.state and not a.is_confidential group by s.state
            """
        ),
        (
            .alarmsLate, "",
            """
            select null, count(*) from alarm
            where state = 'pending' and not is_confidential and fires_at < moment() - interval '10 minutes'
            """
        ),
        (
            .reminders, "outcome",
            """
            select o.outcome, count(r.rule) from unnest('{sent,coalesced,capped}'::text[]) as o (outcome)
                left join reminder r on r.outcome = o.outcome and not r.is_confidential group by o.outcome
            """
        ),
        (
            .outbox, "state",
            """
            select s.state, count(o.id) from unnest(\(MessageState.allCases.map(\.rawValue))::text[]) as s (state)
                left join outbox o on o.state = s.state and not o.is_confidential group by s.state
            """
        ),
        (
            .outboxBlocked, "",
            "select null, count(*) from outbox where state = 'pending' and not is_confidential and blocked_since is not null"
        ),
        (
            .outboxOldest, "",
            """
            select null, coalesce(extract(epoch from moment() - min(next_attempt_at)), 0)
            from outbox where state = 'pending' and not is_confidential and next_attempt_at <= moment()
            """
        ),
        (
            .obligations, "state",
            """
            select s.state, count(o.id) from unnest(\(ObligationState.allCases.map(\.rawValue))::text[]) as s (state)
                left join obligation o on o.state = s.state and o.document is null group by s.state
            """
        ),
        (
            .reviews, "state",
            "select state, count(r.id) from unnest('{open,closed,cancelled}'::text[]) as state left join review r using (state) group by state"
        ),
        (.scheduleHeld, "", "select null, count(*) from schedule_hold where recipient is null and released_at is null"),
        (.recipientsHeld, "", "select null, count(*) from schedule_hold where recipient is not null and released_at is null"),
    ]
}

extension UTCInstant {
    fileprivate var unixSeconds: Double { Double(microseconds) / 1e6 }
}
