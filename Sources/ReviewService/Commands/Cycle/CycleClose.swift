import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let cycleClose = Command(
        "cycle.close", "Close a cycle whose reviews have all ended.", roles: [.secretariat],
        arguments: Argument<CycleID>("cycle"), Argument<Version>("if")
    ) { context, cycle, version in
        let row = try await CycleRow(cycle, in: context)
        try context.require(version, is: row.version)
        guard row.state == "open" else { throw Refusal(.stateWrong, "the cycle is \(row.state), not open") }
        let open = try await context.transaction.one("select count(*) from review where cycle = \(cycle) and state = 'open'", as: Int.self)
        guard open == 0 else {
            throw Refusal(.stateWrong, "\(open) of its reviews are open; see review.list cycle=", detail: [("open", .int(Int64(open)))])
        }
        return try await row.become("closed", .cycleClosed, in: context)
    }
}
