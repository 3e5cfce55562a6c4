import Postgres
import ReviewModel

/// Something that the daemon does by itself, by the clock: one file each in this folder, listed in `JobTable`.
///
/// Whatever it does, it does again without harm: several daemons may run it at the same time.
package struct Job: Sendable {
    enum Work: Sendable {
        /// Reviews by a query of their ids, each in a transaction of its own that holds it; one that another daemon holds is left to it.
        case perReview(@Sendable (Service) -> SQL, @Sendable (ReviewRow, Context) async throws -> Int)
        case once(@Sendable (Context) async throws -> Int)
    }

    package let name: String
    package let summary: String
    /// Whether it waits while the clock is held.
    package let heedsHold: Bool
    let work: Work

    init(_ name: String, _ summary: String, heedsHold: Bool = true, _ work: Work) {
        (self.name, self.summary, self.heedsHold, self.work) = (name, summary, heedsHold, work)
    }

    /// All of it in the transaction of `system`; how many things happened.
    func runOnce(in system: Context) async throws -> Int {
        switch work {
        case .once(let body): return try await body(system)
        case .perReview(let reviews, let body):
            var happened = 0
            for id in try await system.transaction.all(reviews(system.service), as: ReviewID.self) {
                happened += try await body(try await system.review(id), system)
            }
            return happened
        }
    }

    /// What a run did.
    struct Outcome {
        var happened = 0
        /// Reviews that could not be carried on.
        var failures = 0
    }

    /// In as many transactions as it needs. `checkClock` is shown the instant of each before anything is decided by it.
    func run(_ service: Service, checkClock: @escaping @Sendable (Instant) throws -> Void) async throws -> Outcome {
        guard case .perReview(let reviews, let body) = work else {
            return Outcome(
                happened: try await service.asSystem { system in
                    try checkClock(system.now)
                    return try await runOnce(in: system)
                })
        }
        let (happened, failures) = try await service.eachReview(reviews(service), "job \(name)", checkClock: checkClock, body)
        return Outcome(happened: happened.reduce(0, +), failures: failures)
    }
}
