import Postgres
import ReviewModel

/// Computes every deadline anew after calendars were loaded, as the owner of the tables, so that the operator reads at once which moved; a
/// daemon at work would do the same within a minute.
struct Recalculation {
    let procedures: ProcedureCatalog
    let report: @Sendable (Fault) -> Void

    /// Nil while the schedule is held: by a wrong clock nothing is decided.
    func run(_ owner: ConnectionString) async throws -> [DeadlineMove]? {
        let pool = Pool(owner, sizes: Pool.Sizes(shared: 1, leased: 1), enter: Service.enter)
        try await pool.start()
        do {
            let moved = try await run(pool)
            await pool.stop()
            return moved
        } catch {
            await pool.stop()
            throw error
        }
    }

    private func run(_ pool: Pool) async throws -> [DeadlineMove]? {
        let tables = try await pool.read(
            Actor.system.context,
            [
                "select rehearsal, secret from installation",
                "select exists (select from schedule_hold where recipient is null and released_at is null)",
            ]
        ).tables
        // Before `reviewd migrate` has settled what this installation is, there is no review either.
        guard tables[0].count > 0 else { return [] }
        let (isRehearsal, secret) = try tables[0].decode(0, as: (Bool, [UInt8]).self)
        guard try !tables[1].decode(0, as: Bool.self) else { return nil }
        let service = Service(
            pool: pool, sealer: Sealer(secret: secret), procedures: procedures, isRehearsal: isRehearsal, report: report)
        var moved: [DeadlineMove] = []
        let waiting: SQL = "select distinct review from obligation where state in ('open', 'missed') and due_at is not null order by review"
        for id in try await pool.read(Actor.system.context, [waiting]).tables[0].rows(as: ReviewID.self) {
            do {
                moved += try await service.asSystem { try await Progress.step(try await $0.review(id), in: $0).moved }
            } catch let error where !(error is ConnectionFailure) {
                report(Fault(number: id.description, verb: "reference load", what: String(describing: error)))
            }
        }
        return moved
    }
}
