import Metrics
import Postgres

extension Service {
    /// Everything that is counted, as Prometheus reads it, for the operator: of the whole installation and of every verb.
    package func exposition() async throws -> String {
        try await record(as: .system, into: metrics)
        return metrics.exposition
    }

    /// The same for somebody of the secretariat, who counts what they may see: how many documents were handed in, or how many answers
    /// are owed, would tell them of those that they may not.
    func exposition(for reader: Actor) async throws -> String {
        let metrics = PrometheusMetrics()
        try await record(as: reader, into: metrics)
        return metrics.exposition
    }

    private func record(as reader: Actor, into metrics: PrometheusMetrics) async throws {
        let table = try await pool.read(
            reader.context,
            [
                """
                select 'reviewd_outbox_messages', 'state', state, count(*) from outbox group by state
                union all select 'reviewd_obligations', 'state', state, count(*) from obligation group by state
                union all select 'reviewd_reviews', 'state', state, count(*) from review group by state
                union all select 'reviewd_outbox_oldest_due_seconds', 'state', 'pending',
                    coalesce(extract(epoch from moment() - min(next_attempt_at)), 0)::bigint
                from outbox where state = 'pending' and next_attempt_at <= moment()
                """
            ]
        ).tables[0]
        for row in 0..<table.count {
            let (name, label, value, count) = try table.decode(row, as: (String, String, String, Int).self)
            Gauge(label: name, dimensions: [(label, value)], factory: metrics).record(count)
        }
    }
}
