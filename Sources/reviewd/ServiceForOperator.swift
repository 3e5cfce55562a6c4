import Postgres
import ReviewService

extension ReviewService.Service {
    /// The verbs' and jobs' own ground for one command on the server itself, as the daemon's login. `carriesReviews`: only where the daemon
    /// would start, too.
    static func forOperator<Answer>(
        config: String?, carriesReviews: Bool = false, _ body: (ReviewService.Service) async throws -> Answer
    ) async throws -> Answer {
        let configuration = try await Configuration.load(file: config)
        if carriesReviews { try await Preconditions(database: configuration.database.connection, files: configuration.files).check() }
        let pool = Pool(configuration.database.connection, sizes: configuration.database.sizes, enter: ReviewService.Service.enter)
        try await pool.start()
        do {
            let settled = try await Installation.settled(configuration.database.connection)
            let answer = try await body(
                ReviewService.Service(
                    pool: pool, sealer: Sealer(secret: settled.secret),
                    procedures: try Demonstration.procedures(in: configuration.files.config), isRehearsal: settled.isRehearsal,
                    jobs: configuration.jobs, remindersPerHourMax: configuration.remindersPerHourMax,
                    report: { print("\($0.verb): \($0.what)") }))
            await pool.stop()
            return answer
        } catch {
            await pool.stop()
            throw error
        }
    }
}
