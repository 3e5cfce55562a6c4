import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let clockAdvance = Command(
        "clock.advance", "Let a rehearsal's clock go on to a moment; everything due on the way happens at its own time, in order.",
        roles: [.secretariat], arguments: Argument<Instant>("to")
    ) { context, end in
        try end.requirePlausible("to")
        let clock = try await RehearsalClock(lockedIn: context)
        try await Holds.requireNone(in: context)
        try clock.requireForward(to: end)
        var (changes, start) = (0, clock.now)
        // Accreditations end between what happens in reviews: the walk stops there.
        while let stop = try await AccreditationTerms.next(in: context.standing(at: start)), stop <= end {
            changes += try await Schedule.walk(to: stop, in: context.standing(at: start))
            changes += try await AccreditationTerms.settle(in: context.standing(at: stop))
            start = stop
        }
        changes += try await Schedule.walk(to: end, in: context.standing(at: start))
        try await clock.move(to: end)
        return .done(["now": .string(end.rfc3339), "happened": .int(Int64(changes))])
    }
}
