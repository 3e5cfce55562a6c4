/// One stage of a procedure: when it is entered, what is owed in it, who may speak, and what it takes to leave it.
package struct ProcedureStage: Equatable, Sendable {
    package let id: StageName
    package let title: LocalizedText
    /// Entered when all of these have been left; empty means at the start of the review.
    package let enterAfter: [StageName]
    package let owes: [ObligationRule]
    package let windows: [WindowRule]
    package let leave: LeaveRule
    /// When each kind of document handed in during this stage becomes public; every kind of `owes` and `windows` is here.
    package let publish: [DocumentKind: PublishRule]
    /// Why CSOs or NHRIs have no window here; shown to everyone wherever the stage is shown.
    package let restricted: LocalizedText?

    package func window(_ id: WindowName) -> WindowRule? { windows.first { $0.id == id } }
}

/// The gate of a stage.
package struct LeaveRule: Equatable, Sendable {
    package enum Mode: Equatable, Sendable {
        /// As soon as the gate is open.
        case automatic
        /// When a holder of this role says so, after the gate is open.
        case by(RoleName)
    }

    /// What must be delivered, or missed with `missed: proceed`.
    package let when: [ObligationName]
    package let mode: Mode
}

/// When a kind of document becomes public.
package enum PublishRule: Equatable, Sendable {
    case onSubmission
    case withStage
    case onAdoption
    /// Never, with the reason that is shown in its place.
    case never(LocalizedText)
}
