import ReviewModel
import ReviewWire

extension Command {
    static let scheduleHold = Command(
        "schedule.hold", "Stop everything that happens by the clock, until it is released.", roles: [.secretariat],
        arguments: Argument<Reason>("reason", "shown to everyone")
    ) { context, reason in
        let isNew = try await Holds.hold(because: reason.text, in: context)
        guard isNew else { throw Refusal(.stateWrong, "the schedule is held already") }
        return .done(["held": true])
    }
}
