import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let cycleOpen = Command(
        "cycle.open", "opens a planned cycle, so that reviews can be opened in it", roles: [.secretariat],
        arguments: Argument<CycleID>("cycle"), Argument<Version>("if")
    ) { context, cycle, version in
        let row = try await CycleRow(cycle, in: context)
        try context.require(version, is: row.version)
        guard row.state == "planned" else { throw Refusal(.stateWrong, "the cycle is \(row.state), not planned") }
        return try await row.become("open", .cycleOpened, in: context)
    }
}

/// A cycle on its way from one state to another, locked.
struct CycleRow {
    let id: CycleID
    let state: String
    let version: Int

    init(_ id: CycleID, in context: Context) async throws {
        self.id = id
        (state, version) = try await context.visible("select state, ver from cycle where id = \(id) for update", as: (String, Int).self)
    }

    func become(_ state: String, _ event: EventName, in context: Context) async throws -> Reply {
        context.transaction.queue("update cycle set state = \(state), ver = ver + 1 where id = \(id)")
        try await context.record(event, subject: id.description)
        return .done(["id": .string(id.description), "ver": .int(Int64(version + 1)), "state": .string(state)])
    }
}
