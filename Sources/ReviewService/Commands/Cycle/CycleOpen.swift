import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let cycleOpen = Command(
        "cycle.open", "Open a planned cycle, so that reviews can be opened in it.", roles: [.secretariat],
        arguments: Argument<CycleID>("cycle"), Argument<Version>("if")
    ) { context, cycle, version in
        let row = try await CycleRow(cycle, in: context)
        try context.require(version, is: row.version)
        guard row.state == "planned" else { throw Refusal(.stateWrong, "the cycle is \(row.state), not planned") }
        return try await row.become("open", .cycleOpened, in: context)
    }
}
