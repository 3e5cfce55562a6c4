import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let jobHistory = Command.list(
        "job.history", "The runs of the daemon's jobs, latest first.", roles: [.secretariat], .descending(.int("id")),
        arguments: Argument<Slug?>("job")
    ) { reader, job in
        let isWanted: SQL = job.map { "job = \($0)" } ?? "true"
        return "select id, job, began_at, ended_at, outcome, happened, detail from job_run where \(isWanted)"
    }
}
