import Postgres
import ReviewModel

extension Job {
    static let selfCheck = Job(
        "self-check", "says which job did not run, and what should have been told or sent ten minutes ago", heedsHold: false,
        .once { system in
            let findings = try await SelfCheck.findings(in: system)
            guard !findings.isEmpty else { return 0 }
            for finding in findings { system.service.report(Fault(number: "self-check", verb: "job self-check", what: finding.sentence)) }
            if try await SelfCheck.isNews(findings, in: system) { try await Breaker.tellHeads(in: system) }
            return findings.count
        })
}

/// What the daemon finds amiss with itself.
private enum SelfCheck {
    struct Finding: Sendable {
        /// What it is remembered by.
        let name: String
        let sentence: String
    }

    static func findings(in system: Context) async throws -> [Finding] {
        let tables = try await system.transaction.tables([
            JobRuns.query,
            """
            select (select count(*) from alarm a join review r on r.id = a.review
                    where a.state = 'pending' and not a.is_confidential and r.state = 'open' and a.fires_at < moment() - interval '10 minutes'),
                (select count(*) from outbox
                 where state = 'pending' and not is_confidential and next_attempt_at < moment() - interval '10 minutes'),
                (select count(*) from outbox
                 where state = 'pending' and not is_confidential and blocked_since < moment() - interval '10 minutes'),
                (select max(last_error) from outbox
                 where state = 'pending' and not is_confidential and blocked_since < moment() - interval '10 minutes')
            """,
        ])
        var findings = try JobRuns.standings(tables[0], system.service.jobs).filter(\.isOverdue).map { job in
            Finding(name: "job \(job.job)", sentence: "the job \(job.job) succeeded last at \(job.doneAt?.rfc3339 ?? "no time yet")")
        }
        let (alarms, messages, blocked, why) = try tables[1].decode(0, as: (Int, Int, Int, String?).self)
        if alarms > 0 { findings.append(Finding(name: "alarms", sentence: "\(alarms) alarms are more than ten minutes late")) }
        if messages > 0 {
            let sentence = "nobody has tried \(messages) messages for ten minutes: is reviewd deliver running?"
            findings.append(Finding(name: "messages", sentence: sentence))
        }
        if let why {
            findings.append(Finding(name: "mail server", sentence: "\(blocked) messages wait for something to be mended: \(why)"))
        }
        return findings
    }

    /// Whether any of them was not told within a day; also when the clock was ahead then.
    static func isNews(_ findings: [Finding], in system: Context) async throws -> Bool {
        try await system.transaction.run(
            """
            insert into self_check (finding, told_at) select name, real_moment() from unnest(\(findings.map(\.name))::text[]) as name
            on conflict (finding) do update set told_at = excluded.told_at
                where self_check.told_at not between excluded.told_at - interval '1 day' and excluded.told_at
            """) > 0
    }
}
