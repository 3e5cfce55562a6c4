/// One entry of `windows:`: who beside those who owe may speak while a stage is open, and what is owed to them in answer.
package struct WindowRule: Equatable, Sendable {
    /// When a window opens or closes.
    package enum Edge: Equatable, Sendable {
        case withStage
        /// At the very moment of the anchor.
        case at(Anchor)
        /// At a computed deadline.
        case computed(DeadlineRule)
    }

    package let id: WindowName
    package let title: LocalizedText?
    package let document: DocumentKind
    package let from: [RoleName]
    package let opens: Edge
    package let closes: Edge
    /// The stage may not be left before the window has been open so long.
    package let openAtLeast: DateOffset
    package let respond: ResponseRule?
}

/// The answer owed to each document that comes in by a window, counted from its receipt.
package struct ResponseRule: Equatable, Sendable {
    package let by: RoleName
    /// Who answers in place of `by` when the document may not be seen by them, so that a hidden source stays hidden.
    package let otherwise: RoleName
    package let within: DateOffset
    package let roll: Roll
    package let cutOff: CutOff
    package let title: LocalizedText?
    package let remind: [ReminderRule]
    package let escalate: [EscalationRule]

    /// The deadline rule of one answer, anchored at the receipt of what it answers.
    package var due: DeadlineRule { DeadlineRule(anchor: "contribution.received", offset: within, roll: roll, cutOff: cutOff) }
}
