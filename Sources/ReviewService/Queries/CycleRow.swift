import Postgres
import ReviewModel
import ReviewWire

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

extension CycleRow {
    /// What every answer about a cycle holds.
    static let shown: SQL = """
        select id, title, procedure || '-' || procedure_version as procedure, to_jsonb(instruments) as instruments, starts_on, state,
            (select count(*) from review r where r.cycle = cycle.id) as reviews, ver
        from cycle
        """
}
