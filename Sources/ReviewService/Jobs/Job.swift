import Postgres
import ReviewModel

/// Something that the daemon does by itself, by the clock: one file each in this folder, listed in `JobTable`.
///
/// Whatever it does, it does again without harm: several daemons may run it at the same time.
package struct Job: Sendable {
    enum Work: Sendable {
        /// Reviews by a query of their ids, each in a transaction of its own that holds it; one that another daemon holds is left to it.
        case perReview(SQL, @Sendable (ReviewRow, Context) async throws -> Int)
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
            for id in try await system.transaction.all(reviews, as: ReviewID.self) {
                happened += try await body(try await system.review(id), system)
            }
            return happened
        }
    }

    /// In as many transactions as it needs. A review that cannot be carried on is reported and does not hold up the others.
    func run(_ service: Service) async throws -> Int {
        guard case .perReview(let reviews, let body) = work else {
            return try await service.asSystem { try await runOnce(in: $0) }
        }
        let due = try await service.pool.read(Actor.system.context, [reviews]).tables[0]
        var happened = 0
        for row in 0..<due.count {
            let id = try due.decode(row, as: ReviewID.self)
            do {
                happened += try await service.asSystem { system in
                    let isFree = try await system.transaction.first(
                        "select true from review where id = \(id) for update skip locked", as: Bool.self)
                    return isFree == nil ? 0 : try await body(try await system.review(id), system)
                }
            } catch let error where !(error is ConnectionFailure) {
                service.report(Fault(number: id.description, verb: "job \(name)", what: String(describing: error)))
            }
        }
        return happened
    }
}

extension Service {
    /// A transaction of the daemon's own.
    func asSystem<Answer: Sendable>(_ body: (Context) async throws -> Answer) async throws -> Answer {
        try await pool.transaction(Actor.system.context) { transaction in
            try await body(Context(actor: .system, service: self, transaction: transaction, now: try await transaction.now))
        }
    }
}
