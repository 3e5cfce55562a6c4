import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let jobList = Command.read(
        "job.list", "what the daemon does by itself, when it did it last, and whether it should have again", roles: [.secretariat]
    ) { reader in
        let tables = try await reader.tables(
            "select real_moment()", "select distinct on (job) job, began_at, outcome, happened from job_run order by job, began_at desc")
        let now = try tables[0].decode(0, as: UTCInstant.self)
        let runs = try tables[1].rows(as: (String, UTCInstant, String, Int).self)
        return .rows(
            JobTable.all.map { job in
                let schedule = reader.service.jobs
                var members: [(String, JSONValue)] = [("job", .string(job.name)), ("summary", .string(job.summary))]
                if let cron = schedule.jobs[job.name] { members.append(("cron", .string(cron.description))) }
                members.append(("zone", .string(schedule.zone.identifier)))
                if let next = schedule.next(job.name, after: now) { members.append(("next_at", .string(next.rfc3339))) }
                if let run = runs.first(where: { $0.0 == job.name }) {
                    members += [
                        ("last_at", .string(run.1.rfc3339)), ("outcome", .string(run.2)), ("happened", .int(Int64(run.3))),
                        ("overdue", .bool(schedule.isOverdue(job.name, lastRunAt: run.1, now: now))),
                    ]
                }
                return .object(members)
            })
    }
}
