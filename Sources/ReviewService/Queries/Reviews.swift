import Postgres
import ReviewModel
import ReviewWire

/// One review with the procedure that it keeps for its whole life.
package struct ReviewRow: Sendable {
    package let id: ReviewID
    package let cycle: CycleID
    package let party: String
    package let instruments: [String]
    package let state: ReviewState
    package let startsOn: LocalDate
    package let procedure: Procedure
    package let version: Int

    /// Columns in the order of `init`.
    static func query(_ id: ReviewID) -> SQL {
        """
        select r.id, r.cycle, r.party, r.instruments, r.state, r.starts_on, r.ver, c.procedure || '-' || c.procedure_version
        from review r join cycle c on c.id = r.cycle where r.id = \(id)
        """
    }

    init(_ table: Table, procedures: ProcedureCatalog) throws {
        guard table.count > 0 else { throw Refusal(.thingAbsent) }
        let (id, cycle, party, instruments, state, startsOn, version, name) = try table.decode(
            0, as: (ReviewID, CycleID, String, [String], ReviewState, LocalDate, Int, String).self)
        guard let procedure = procedures.procedures[name] else { throw ProcedureMissing(name: name) }
        (self.id, self.cycle, self.party, self.instruments) = (id, cycle, party, instruments)
        (self.state, self.startsOn, self.procedure, self.version) = (state, startsOn, procedure, version)
    }

    /// 442 unless it is open.
    package func requireOpen() throws {
        guard state == .open else {
            throw Refusal(.stateWrong, "the review is \(state.rawValue)", detail: [("state", .string(state.rawValue))])
        }
    }
}

/// A cycle uses a procedure that this installation's configuration no longer holds: a fault of ours.
struct ProcedureMissing: Error {
    let name: String
}

extension Context {
    /// The review, or 410. It is locked until the transaction ends, so that changes of one review queue.
    package func review(_ id: ReviewID) async throws -> ReviewRow {
        try ReviewRow(try await transaction.table(ReviewRow.query(id) + " for update of r"), procedures: service.procedures)
    }

    /// The review, locked, unless somebody else holds it or it is gone.
    func reviewIfFree(_ id: ReviewID) async throws -> ReviewRow? {
        let table = try await transaction.table(ReviewRow.query(id) + " for update of r skip locked")
        return table.count == 0 ? nil : try ReviewRow(table, procedures: service.procedures)
    }
}

extension Reader {
    /// The review, or 410.
    package func review(_ id: ReviewID) async throws -> ReviewRow {
        try ReviewRow(try await tables(ReviewRow.query(id))[0], procedures: service.procedures)
    }
}
