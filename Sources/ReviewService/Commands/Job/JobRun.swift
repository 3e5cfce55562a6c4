import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let jobRun = Command(
        "job.run", "Run one of the daemon's jobs now, all of it at once.", roles: [.secretariat], arguments: Argument<Slug>("job")
    ) { context, name in
        guard let job = JobTable.job(name.text) else { throw Refusal(.thingAbsent, "job.list shows the jobs", at: "job") }
        if job.heedsHold { try await Holds.requireNone(in: context) }
        let happened = try await context.asSystem { system in
            let begun = JobRuns.Beginning(
                at: try await system.transaction.one("select real_moment()", as: UTCInstant.self), uptime: .now)
            let happened = try await job.runOnce(in: system)
            try await JobRuns.store(job, begun, happened: happened, in: system)
            return happened
        }
        return .done(["job": .string(job.name), "happened": .int(Int64(happened))])
    }
}
