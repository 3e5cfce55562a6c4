import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let jobList = Command.read(
        "job.list", "What the daemon does by itself, when it did it last, and whether it should have again.", roles: [.secretariat]
    ) { reader in
        let tables = try await reader.tables("select real_moment()", JobRuns.query)
        let now = try tables[0].decode(0, as: UTCInstant.self)
        let standings = try JobRuns.standings(tables[1], reader.service.jobs)
        return .rows(zip(JobTable.all, standings).map { job, standing in row(job, standing, reader.service.jobs, now) })
    }

    private static func row(_ job: Job, _ standing: JobRuns.Standing, _ schedule: JobSchedule, _ now: UTCInstant) -> JSONValue {
        var members: [(String, JSONValue)] = [("job", .string(job.name)), ("summary", .string(job.summary))]
        if let cron = schedule.jobs[job.name] { members.append(("cron", .string(cron.description))) }
        members.append(("zone", .string(schedule.zone.identifier)))
        if let next = schedule.next(job.name, after: now) { members.append(("next_at", .string(next.rfc3339))) }
        if let lastAt = standing.lastAt, let outcome = standing.outcome {
            members += [
                ("last_at", .string(lastAt.rfc3339)), ("outcome", .string(outcome)), ("happened", .int(Int64(standing.happened ?? 0))),
            ]
        }
        if let detail = standing.detail { members.append(("detail", .string(detail))) }
        if let doneAt = standing.doneAt { members.append(("done_at", .string(doneAt.rfc3339))) }
        members.append(("overdue", .bool(standing.isOverdue)))
        return .object(members)
    }
}
