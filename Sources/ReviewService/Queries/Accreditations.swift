import Postgres
import ReviewModel
import ReviewWire

/// Where an accreditation stands.
package enum AccreditationState: String, CaseIterable, Sendable, ArgumentValue, PostgresValue {
    case applied, accredited, refused, suspended, ended
}

extension Context {
    /// An accreditation to be decided, locked: its organisation, at the version that the decision starts from, in a state
    /// that the decision is for.
    func accreditation(
        _ id: AccreditationID, at version: Version, in states: AccreditationState...
    ) async throws -> String {
        let (organisation, state, current) = try await visible(
            "select organisation, state, ver from accreditation where id = \(id) for update", as: (String, AccreditationState, Int).self)
        try require(version, is: current)
        guard states.contains(state) else { throw Refusal(.stateWrong, "the accreditation is \(state.rawValue)") }
        return organisation
    }

    /// Refuses or suspends: a decision with a published reason.
    func decide(
        _ id: AccreditationID, at version: Version, from old: AccreditationState, to new: AccreditationState, because reason: Reason,
        _ event: EventName
    ) async throws -> Reply {
        let organisation = try await accreditation(id, at: version, in: old)
        try await transaction.run(
            """
            update accreditation set state = \(new), reason = \(reason), decided_at = \(now), decided_by = \(actor.account), ver = ver + 1
            where id = \(id)
            """)
        try await record(event, subject: id.description)
        return .done([
            "id": .string(id.description), "organisation": .string(organisation), "state": .string(new.rawValue),
            "ver": .int(Int64(version.number + 1)),
        ])
    }
}
