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

    /// In as many transactions as it needs, several at a time. A review that cannot be carried on does not hold up the others. `checkClock` is
    /// shown the instant of each transaction before anything is decided by it.
    func run(_ service: Service, checkClock: @escaping @Sendable (Instant) throws -> Void) async throws -> Outcome {
        guard case .perReview(let reviews, let body) = work else {
            return Outcome(
                happened: try await service.asSystem { system in
                    try checkClock(system.now)
                    return try await runOnce(in: system)
                })
        }
        let due = try await service.pool.read(Actor.system.context, [reviews(service)]).tables[0].rows(as: ReviewID.self)
        return try await withThrowingTaskGroup(of: Int?.self) { group in
            var outcome = Outcome()
            for (number, id) in due.enumerated() {
                if number >= service.reviewsAtOnce { outcome.add(try await group.next() ?? 0) }
                group.addTask { try await carry(id, service, checkClock, body) }
            }
            for try await happened in group { outcome.add(happened) }
            return outcome
        }
    }

    /// What a run did.
    struct Outcome {
        var happened = 0
        /// Reviews that could not be carried on.
        var failures = 0

        fileprivate mutating func add(_ happened: Int?) {
            self.happened += happened ?? 0
            failures += happened == nil ? 1 : 0
        }
    }

    /// How many things happened in one review; nil after a failure, which is reported.
    private func carry(
        _ id: ReviewID, _ service: Service, _ checkClock: @escaping @Sendable (Instant) throws -> Void,
        _ body: @escaping @Sendable (ReviewRow, Context) async throws -> Int
    ) async throws -> Int? {
        func attempt() async throws -> Int {
            try await service.asSystem { system in
                try checkClock(system.now)
                guard let review = try await system.reviewIfFree(id) else { return 0 }
                return try await body(review, system)
            }
        }
        do {
            do {
                return try await attempt()
            } catch let error as PostgresError where error.isRetryable {
                return try await attempt()
            }
        } catch let error where !(error is ConnectionFailure || error is CancellationError || error is ClockJump) {
            service.report(Fault(number: id.description, verb: "job \(name)", what: String(describing: error)))
            return nil
        }
    }
}

/// The database's clock jumped while a job ran: what it had not committed is undone.
struct ClockJump: Error {}

extension Service {
    /// How many reviews a job carries on at the same time: half of the connections, so that people are served meanwhile.
    fileprivate var reviewsAtOnce: Int { max(1, pool.sizes.leased / 2) }

    /// A transaction of the daemon's own.
    func asSystem<Answer: Sendable>(_ body: (Context) async throws -> Answer) async throws -> Answer {
        try await pool.transaction(Actor.system.context) { transaction in
            try await body(Context(actor: .system, service: self, transaction: transaction, now: try await transaction.now))
        }
    }
}
