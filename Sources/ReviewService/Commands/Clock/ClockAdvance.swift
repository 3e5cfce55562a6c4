import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let clockAdvance = Command(
        "clock.advance", "a rehearsal's clock goes on to a moment, and everything due on the way happens at its own time, in order",
        roles: [.secretariat], arguments: Argument<Instant>("to")
    ) { context, end in
        try end.requirePlausible("to")
        let clock = try await RehearsalClock(lockedIn: context)
        try await Holds.requireNone(in: context)
        try clock.requireForward(to: end)
        let changes = try await Schedule.walk(to: end, in: context.standing(at: clock.now))
        try await clock.move(to: end)
        return .done(["now": .string(end.rfc3339), "happened": .int(Int64(changes))])
    }
}
