/// When each of the daemon's jobs runs, in the institution's zone.
package struct JobSchedule: Equatable, Sendable {
    package let zone: Zone
    package let jobs: [String: CronExpression]

    package init(zone: Zone, jobs: [String: CronExpression]) { (self.zone, self.jobs) = (zone, jobs) }

    /// Nil for a job that is not scheduled.
    package func next(_ job: String, after instant: UTCInstant) -> UTCInstant? { jobs[job]?.next(after: instant, in: zone) }

    /// Whether a job that ran last at that moment has let a whole run go by, and five minutes more.
    package func isOverdue(_ job: String, lastRunAt: UTCInstant, now: UTCInstant) -> Bool {
        guard let first = next(job, after: lastRunAt), let second = next(job, after: first) else { return false }
        return now >= second.adding(seconds: 300)
    }

    /// What config/reviewd.yaml says too.
    package static let standard: JobSchedule = {
        guard let zone = Zone("Europe/Vienna") else { preconditionFailure("the time zone database is missing") }
        let texts = [
            "fire": "* * * * *", "follow-up": "* * * * *", "reconcile": "*/5 * * * *", "function-ends": "*/5 * * * *",
            "accreditation-ends": "*/5 * * * *", "expiry": "30 3 * * *", "self-check": "15 * * * *",
        ]
        return JobSchedule(zone: zone, jobs: texts.compactMapValues(CronExpression.init))
    }()
}
