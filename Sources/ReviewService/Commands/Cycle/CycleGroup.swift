import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let cycleGroup = Command(
        "cycle.group", "Add a group of a cycle, whose reviews start on the same date.", roles: [.secretariat],
        arguments: Argument<CycleID>("cycle"), Argument<Int>("group", "its number"), Argument<LocalDate>("starts_on")
    ) { context, cycle, number, startsOn in
        guard (1...1000).contains(number) else { throw Refusal(.argumentRange, "group= is 1 to 1000", at: "group") }
        try startsOn.requirePlausible("starts_on")
        let row = try await CycleRow(cycle, in: context)
        guard row.state != "closed" else { throw Refusal(.stateWrong, "the cycle is closed") }
        try await context.transaction.run(
            "insert into cycle_group (cycle, number, starts_on) values (\(cycle), \(number), \(startsOn))")
        context.transaction.queue("update cycle set ver = ver + 1 where id = \(cycle)")
        try await context.record(.cycleGrouped, subject: cycle.description)
        return .created([
            "cycle": .string(cycle.description), "group": .int(Int64(number)), "starts_on": .string(startsOn.text),
            "ver": .int(Int64(row.version + 1)),
        ])
    }
}
