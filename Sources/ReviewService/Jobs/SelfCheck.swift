import Postgres
import ReviewModel

extension Job {
    static let selfCheck = Job(
        "self-check", "says which job did not run and what should have been told ten minutes ago", heedsHold: false,
        .once { system in
            let now = try await system.transaction.one("select real_moment()", as: UTCInstant.self)
            let runs = try await system.transaction.all(
                "select job, max(began_at) from job_run where outcome = 'done' group by job", as: (String, UTCInstant).self)
            var findings = runs.filter { system.service.jobs.isOverdue($0.0, lastRunAt: $0.1, now: now) }.map { name, lastRunAt in
                "the job \(name) ran last at \(lastRunAt)"
            }
            let overdue = try await system.transaction.one(
                """
                select count(*) from alarm a join review r on r.id = a.review
                where a.state = 'pending' and r.state = 'open' and a.fires_at < moment() - interval '10 minutes'
                """, as: Int.self)
            if overdue > 0 { findings.append("\(overdue) alarms are more than ten minutes late") }
            guard !findings.isEmpty else { return 0 }
            for finding in findings { system.service.report(Fault(number: "self-check", verb: "job self-check", what: finding)) }
            try await Breaker.tellHeads(in: system)
            return findings.count
        })
}
