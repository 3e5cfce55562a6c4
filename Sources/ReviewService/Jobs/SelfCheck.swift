import Postgres
import ReviewModel

extension Job {
    static let selfCheck = Job(
        "self-check", "says which job did not run, and what should have been told or sent ten minutes ago", heedsHold: false,
        .once { system in
            let now = try await system.transaction.one("select real_moment()", as: UTCInstant.self)
            let runs = try await system.transaction.all(
                "select job, max(began_at) from job_run where outcome = 'done' group by job", as: (String, UTCInstant).self)
            var findings = runs.filter { system.service.jobs.isOverdue($0.0, lastRunAt: $0.1, now: now) }.map { name, lastRunAt in
                "the job \(name) ran last at \(lastRunAt)"
            }
            let (alarms, messages) = try await system.transaction.one(
                """
                select (select count(*) from alarm a join review r on r.id = a.review
                        where a.state = 'pending' and r.state = 'open' and a.fires_at < moment() - interval '10 minutes'),
                    (select count(*) from outbox where state = 'pending' and next_attempt_at < moment() - interval '10 minutes')
                """, as: (Int, Int).self)
            if alarms > 0 { findings.append("\(alarms) alarms are more than ten minutes late") }
            if messages > 0 { findings.append("nobody has tried \(messages) messages for ten minutes: is reviewd deliver running?") }
            for finding in findings { system.service.report(Fault(number: "self-check", verb: "job self-check", what: finding)) }
            if !findings.isEmpty, try await isNews(system) { try await Breaker.tellHeads(in: system) }
            return findings.count
        })

    /// Whether the last run found nothing, or the head was told more than a day ago: the same trouble is told once a day, not once an hour.
    private static func isNews(_ system: Context) async throws -> Bool {
        try await system.transaction.one(
            """
            select coalesce((select happened = 0 from job_run where job = 'self-check' order by began_at desc limit 1), true)
                or not exists (select from notice where kind = 'alarm' and created_at > moment() - interval '1 day')
            """, as: Bool.self)
    }
}
