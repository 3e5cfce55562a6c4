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
            let configuration = try await Configuration.load(file: config)
            let pool = Pool(configuration.database.connection, sizes: configuration.database.sizes, enter: ReviewService.Service.enter)
            try await pool.start()
            do {
                let settled = try await Installation.settled(configuration.database.connection)
                let service = ReviewService.Service(
                    pool: pool, sealer: Sealer(secret: settled.secret),
                    procedures: try Demonstration.procedures(in: configuration.files.config),
                    isRehearsal: settled.isRehearsal, jobs: configuration.jobs, remindersPerHourMax: configuration.remindersPerHourMax,
                    report: { print("\($0.verb): \($0.what)") })
                let happened = try await JobClock(service).runByHand(job)
                await pool.stop()
                print("\(name): \(happened)")
            } catch {
                await pool.stop()
                throw error
            }
        }
    }
}
