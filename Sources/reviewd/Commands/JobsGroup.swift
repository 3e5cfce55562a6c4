import ArgumentParser
import Postgres
import ReviewModel
import ReviewService
import ReviewWire

/// Commands about what the daemon does by itself.
struct JobsGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "What the daemon does by itself.", subcommands: [Run.self])

    /// Runs one job by hand, also while the daemon serves.
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Run one job now; job.list names them.")

        @ArgumentParser.Argument(help: "The job, such as reconcile.")
        var name: String

        @Option(help: "The configuration file; /etc/reviewd/reviewd.yaml when there is one.")
        var config: String?

        func run() async throws {
            guard let job = JobTable.job(name) else {
                throw ValidationError("the jobs are \(JobTable.all.map(\.name).joined(separator: ", ")).")
            }
            let happened = try await ReviewService.Service.forOperator(config: config, carriesReviews: true) { service in
                try await JobClock(service).runByHand(job)
            }
            print("\(name): \(happened)")
        }
    }
}
