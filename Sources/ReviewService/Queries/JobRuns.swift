import Postgres
import ReviewModel

/// What is written of each run of a job, in real time also in a rehearsal.
enum JobRuns {
    /// When a run began: by the database's clock, which may be wrong, and by the machine's own count.
    struct Beginning: Sendable {
        let at: UTCInstant
        let uptime: Uptime
    }

    /// One job as its runs show it.
    struct Standing: Sendable {
        let job: String
        let lastAt: UTCInstant?
        let outcome: String?
        let happened: Int?
        let detail: String?
        let doneAt: UTCInstant?
        /// Whether it should have succeeded since.
        let isOverdue: Bool
    }

    /// The last runs of each job, and the last one of all since this machine was started, as two statements. What was counted before the
    /// schedule was released last was perhaps counted by another clock.
    static func last(boot: String) -> [SQL] {
        [
            """
            select job, began_at from unnest(\(JobTable.all.map(\.name))::text[]) as job,
                lateral (select began_at from job_run r where r.job = job.job order by began_at desc limit 1) as last
            """,
            """
            select began_at, uptime_microseconds from job_run where boot = \(boot) and boot <> ''
                and id > (select coalesce(max(last_run), 0) from schedule_hold where recipient is null)
            order by id desc limit 1
            """,
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

    /// What `standings` takes the result of.
    static let query: SQL = """
        select j.job, last.began_at, last.outcome, last.happened, last.detail,
            (select began_at from job_run r where r.job = j.job and r.outcome = 'done' order by began_at desc limit 1),
            (select began_at from job_run order by id limit 1), real_moment()
        from unnest(\(JobTable.all.map(\.name))::text[]) with ordinality as j (job, number) left join lateral (
            select * from job_run r where r.job = j.job order by began_at desc limit 1) as last on true
        order by j.number
        """

    /// In the order of the table of jobs. A job that never succeeded has had to since the first run of any.
    static func standings(_ table: Table, _ schedule: JobSchedule) throws -> [Standing] {
        try table.rows(
            as: (String, UTCInstant?, String?, Int?, String?, UTCInstant?, UTCInstant?, UTCInstant).self
        ).map { job, lastAt, outcome, happened, detail, doneAt, firstAt, now in
            Standing(
                job: job, lastAt: lastAt, outcome: outcome, happened: happened, detail: detail, doneAt: doneAt,
                isOverdue: (doneAt ?? firstAt).map { schedule.isOverdue(job, lastRunAt: $0, now: now) } ?? false)
        }
    }
}
