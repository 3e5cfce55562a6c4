/// A mechanism's rules as data: one file of `config/procedures`, checked when it is loaded (DOMAIN §3, docs/PROCEDURES.md).
package struct Procedure: Equatable, Sendable {
    package let name: Name<Procedure>
    package let version: Int
    /// The `id` of the work calendar by which its deadlines are computed.
    package let calendar: String
    package let title: LocalizedText
    package let roles: [RoleName: ProcedureRole]
    /// What is recorded during a review beside documents and nominations, such as a visit that was held; anchors may name it.
    package let events: [Name<ProcedureEvent>: ProcedureEvent]
    /// The anchor that counts as adoption, for what becomes public `on-adoption`.
    package let adoption: Anchor?
    package let stages: [ProcedureStage]

    /// Name and version as people write it, `appeal-1`.
    package var id: String { "\(name)-\(version)" }

    package func stage(_ id: StageName) -> ProcedureStage? { stages.first { $0.id == id } }

    /// The rule of an obligation, wherever it is owed.
    package func obligation(_ id: ObligationName) -> ObligationRule? { stages.lazy.flatMap(\.owes).first { $0.id == id } }

    /// The stage in which an obligation is owed.
    package func stage(owing id: ObligationName) -> ProcedureStage? { stages.first { $0.owes.contains { $0.id == id } } }

    /// Whether someone plays that role of the procedure.
    package func admits(_ role: RoleName, _ participant: Participant) -> Bool { roles[role]?.admits(participant) ?? false }
}
