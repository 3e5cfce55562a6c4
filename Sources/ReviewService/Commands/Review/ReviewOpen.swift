import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let reviewOpen = Command(
        "review.open", "Open the review of one party in a cycle; its first stage is entered at once when its start date has come.",
        roles: [.secretariat],
        arguments: Argument<CycleID>("cycle"), Argument<PartyCode>("party"), Argument<Int?>("group", "start with that group of the cycle"),
        Argument<LocalDate?>("starts_on", "start on that date"),
        Argument<InstrumentList?>("instruments", "some of the cycle's; all that bind the party when left out")
    ) { context, cycle, party, group, startsOn, instruments in
        guard group == nil || startsOn == nil else {
            throw Refusal(.argumentUnknown, "give group= or starts_on=, not both", at: "starts_on")
        }
        try startsOn?.requirePlausible("starts_on")
        guard (1...1000).contains(group ?? 1) else { throw Refusal(.argumentRange, "group= is 1 to 1000", at: "group") }
        let (state, ofCycle, cycleStart) = try await context.visible(
            "select state, instruments, starts_on from cycle where id = \(cycle) for share", as: (String, [String], LocalDate).self)
        _ = try await context.visible("select id from party where id = \(party)", as: String.self)
        var start = startsOn ?? cycleStart
        if let group {
            start = try await context.visible(
                "select starts_on from cycle_group where cycle = \(cycle) and number = \(group)", as: LocalDate.self)
        }
        guard state == "open" else { throw Refusal(.stateWrong, "the cycle is \(state), not open") }
        let reviewed = try await bound(party, instruments?.names ?? ofCycle, ofCycle, asked: instruments != nil, on: start, context)
        let id = ReviewID.random()
        context.transaction.queue(
            """
            insert into review (id, cycle, party, instruments, starts_on, opened_at)
            values (\(id), \(cycle), \(party), \(reviewed), \(start), \(context.now))
            """)
        try await context.record(.reviewOpened, subject: id.description, review: id)
        let holds = try await Progress.run(try await context.review(id), in: context)
        return .created([
            "id": .string(id.description), "ver": .int(Int64(try await context.review(id).version)),
            "starts_on": .string(start.text), "instruments": .array(reviewed.map { .string($0) }), "holds": .array(holds.map(\.json)),
        ])
    }
}

/// The instruments that can be reviewed: 441 when the party is bound by none of them, or not by one that was asked for, on that date.
private func bound(
    _ party: PartyCode, _ instruments: [String], _ ofCycle: [String], asked: Bool, on date: LocalDate, _ context: Context
) async throws -> [String] {
    let bound = try await context.instruments(binding: party.text, on: date)
    let reviewed = instruments.filter { bound.contains($0) && ofCycle.contains($0) }
    guard !reviewed.isEmpty, !asked || reviewed == instruments else {
        let lacking = instruments.filter { !reviewed.contains($0) }.joined(separator: ", ")
        throw Refusal(.ruleForbidden, "on \(date) \(party.text) is not bound by \(lacking), or the cycle does not review it", at: "party")
    }
    return reviewed
}
