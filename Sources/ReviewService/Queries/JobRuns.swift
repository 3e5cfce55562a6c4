import Postgres
import ReviewModel

/// What is written of each run of a job, in real time also in a rehearsal.
enum JobRuns {
    static func store(_ job: Job, _ begunAt: UTCInstant, happened: Int = 0, failure: String? = nil, in system: Context) async throws {
        try await system.transaction.run(
            """
            insert into job_run (job, began_at, ended_at, outcome, happened, detail)
            values (\(job.name), \(begunAt), real_moment(), \(failure == nil ? "done" : "failed"), \(happened), \(failure))
            """)
    }
}
