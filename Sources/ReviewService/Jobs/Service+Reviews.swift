import Postgres
import ReviewModel

/// What the daemon does by itself, in transactions of its own.
extension Service {
    /// How many reviews are carried on at the same time: half of the connections, so that people are served meanwhile.
    private var reviewsAtOnce: Int { max(1, pool.sizes.leased / 2) }

    func asSystem<Answer: Sendable>(_ body: (Context) async throws -> Answer) async throws -> Answer {
        try await pool.transaction(Actor.system.context) { transaction in
            try await body(Context(actor: .system, service: self, transaction: transaction, now: try await transaction.now))
        }
    }

    /// Runs `body` for the reviews of that query, several at a time, each in a transaction of its own that holds it. One that another process
    /// holds is left to it, or waited for; one that cannot be carried on is reported as `what` and does not hold up the others. `checkClock`
    /// is shown the instant of each transaction; the `ClockJump` that it throws ends all of them.
    func eachReview<Answer: Sendable>(
        _ reviews: SQL, _ what: String, isPatient: Bool = false,
        checkClock: @escaping @Sendable (Instant) throws -> Void = { _ in },
        _ body: @escaping @Sendable (ReviewRow, Context) async throws -> Answer
    ) async throws -> (answers: [Answer], failures: Int) {
        let ids = try await pool.read(Actor.system.context, [reviews]).tables[0].rows(as: ReviewID.self)
        return try await withThrowingTaskGroup(of: Carried<Answer>.self) { group in
            var all: [Carried<Answer>] = []
            for (number, id) in ids.enumerated() {
                if number >= reviewsAtOnce, let carried = try await group.next() {
                    all.append(carried)
                    pulse.beat()
                }
                group.addTask { try await carryOn(id, what, isPatient, checkClock, body) }
            }
            for try await carried in group { all.append(carried) }
            return (answers: all.compactMap(\.answer), failures: all.count(where: \.isFailure))
        }
    }

    private func carryOn<Answer: Sendable>(
        _ id: ReviewID, _ what: String, _ isPatient: Bool, _ checkClock: @Sendable (Instant) throws -> Void,
        _ body: @Sendable (ReviewRow, Context) async throws -> Answer
    ) async throws -> Carried<Answer> {
        func attempt() async throws -> Carried<Answer> {
            try await asSystem { system in
                try checkClock(system.now)
                guard let review = isPatient ? try await system.review(id) : try await system.reviewIfFree(id) else { return .left }
                return .on(try await body(review, system))
            }
        }
        do {
            do {
                return try await attempt()
            } catch let error as PostgresError where error.isRetryable {
                return try await attempt()
            }
        } catch let error where !(error is ConnectionFailure || error is CancellationError || error is ClockJump) {
            report(Fault(number: id.description, verb: what, what: String(describing: error)))
            return .failed
        }
    }
}

/// What became of one review: carried on, left to whoever holds it, or reported.
private enum Carried<Answer: Sendable>: Sendable {
    case on(Answer), left, failed

    var answer: Answer? { if case .on(let answer) = self { answer } else { nil } }
    var isFailure: Bool { if case .failed = self { true } else { false } }
}
