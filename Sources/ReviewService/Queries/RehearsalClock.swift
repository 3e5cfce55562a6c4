import Postgres
import ReviewModel
import ReviewWire

/// The simulated clock, locked while it is moved.
struct RehearsalClock {
    /// What it showed when it was locked.
    let now: Instant
    private let context: Context

    /// 442 in a live installation.
    init(lockedIn context: Context) async throws {
        guard context.service.isRehearsal else { throw Refusal(.clockRehearsal) }
        now = try await context.transaction.one("select clock_timestamp() + ahead from rehearsal_clock for update", as: Instant.self)
        self.context = context
    }

    func requireForward(to moment: Instant) throws {
        guard moment >= now else { throw Refusal(.clockBackwards, "the clock shows \(now.rfc3339) and never goes backwards", at: "to") }
    }

    func move(to moment: Instant) async throws {
        try await context.transaction.run("update rehearsal_clock set ahead = \(moment)::timestamptz - clock_timestamp()")
        try await context.standing(at: moment).record(.clockMoved, subject: moment.rfc3339)
    }
}
