import Metrics
import Postgres

extension Service {
    /// Everything that is counted, as Prometheus reads it. The counts of the queues are of the whole installation and name nobody;
    /// answers that are owed are left out, since a hidden contribution is counted nowhere (DOMAIN §5).
    package func exposition() async throws -> String {
        let table = try await pool.read(
            Actor.system.context,
            [
                """
                select 'reviewd_outbox_messages', 'state', state, count(*) from outbox group by state
                union all select 'reviewd_obligations', 'state', state, count(*) from obligation where document is null group by state
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
        return metrics.exposition
    }
}
