import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let clockSet = Command(
        "clock.set", "Let a rehearsal's clock jump to a moment, as after days of downtime; also back while no review was ever opened.",
        roles: [.secretariat], arguments: Argument<Instant>("to")
    ) { context, moment in
        try moment.requirePlausible("to")
        let clock = try await RehearsalClock(lockedIn: context)
        try await Holds.requireNone(in: context)
        // Before the first review nothing hangs on the time yet: a rehearsal may start at any date.
        let hasBegun = try await context.transaction.one("select exists (select from review)", as: Bool.self)
        if hasBegun { try clock.requireForward(to: moment) }
        let standing = context.standing(at: moment)
        let changes = try await Schedule.catchUp(in: standing) + AccreditationTerms.settle(in: standing)
        try await clock.move(to: moment)
        return .done(["now": .string(moment.rfc3339), "happened": .int(Int64(changes))])
    }
}
