import Postgres
import ReviewModel

/// What is written of each run of a job, in real time also in a rehearsal.
enum JobRuns {
    /// When a run began: by the database's clock, which may be wrong, and by the machine's own count.
    struct Beginning: Sendable {
        let at: UTCInstant
        let uptime: Uptime
    }

    /// The last runs of each job, and the last one of all since this machine was started, as two statements.
    static func last(boot: String) -> [SQL] {
        [
            """
            select job, began_at from unnest(\(JobTable.all.map(\.name))::text[]) as job,
                lateral (select began_at from job_run r where r.job = job.job order by began_at desc limit 1) as last
            """,
            "select began_at, uptime_microseconds from job_run where boot = \(boot) and boot <> '' order by id desc limit 1",
        ]
    }

    static func store(_ job: Job, _ begun: Beginning, happened: Int = 0, failure: String? = nil, in system: Context) async throws {
        try await system.transaction.run(
            """
            insert into job_run (job, began_at, ended_at, outcome, happened, detail, boot, uptime_microseconds)
            values (\(job.name), \(begun.at), real_moment(), \(failure == nil ? "done" : "failed"), \(happened), \(failure),
                \(begun.uptime.boot), \(begun.uptime.microseconds))
            """)
    }
}
