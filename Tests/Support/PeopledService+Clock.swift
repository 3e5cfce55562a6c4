import Postgres
import ReviewService

/// What the clock brings about while nobody speaks, and what it left behind.
extension PeopledService {
    /// The rehearsal's clock goes on while no daemon runs.
    package func sleep(until moment: String) async throws {
        let owner = try await Connection.open(installation.owner)
        // clock_timestamp(): the test is the clock
        _ = try await owner.flight(["update rehearsal_clock set ahead = \(moment)::timestamptz - clock_timestamp()"])
        await owner.close()
    }

    /// Runs one of the daemon's jobs; how many things happened.
    @discardableResult
    package func run(_ job: String) async throws -> Int {
        guard let job = JobTable.job(job) else { throw TranscriptProblem("there is no job \(job)") }
        return try await JobClock(service).run(job)
    }

    /// The one text column of a query, as the system sees it.
    package func texts(_ query: SQL) async throws -> [String] {
        try await service.pool.read(Actor.system.context, [query]).tables[0].rows(as: String.self)
    }

    /// One change as the system makes it.
    package func change(_ statement: SQL) async throws {
        _ = try await service.pool.transaction(Actor.system.context) { try await $0.run(statement) }
    }
}
