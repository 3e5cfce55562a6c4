/// One entry of `owes:`: who owes what by when, and what follows when it does not come.
package struct ObligationRule: Equatable, Sendable {
    /// What fulfils the obligation.
    package enum Fulfilment: Equatable, Sendable {
        case document(DocumentKind)
        /// A standing nomination of someone to this function in the review.
        case nomination(Function)
    }

    /// Whether a stage may be left without it.
    package enum WhenMissed: String, CaseIterable, Sendable {
        case proceed, hold
    }

    /// What happens to a delivery after the deadline: marked `late`, or refused with 440.
    package enum WhenLate: String, CaseIterable, Sendable {
        case accept, refuse
    }

    package let id: ObligationName
    package let title: LocalizedText?
    package let by: RoleName
    package let fulfilment: Fulfilment
    /// Who may read the document before it becomes public.
    package let audience: Audience
    package let due: DeadlineRule
    package let grace: DateOffset
    package let extend: ExtensionRule?
    package let remind: [ReminderRule]
    package let escalate: [EscalationRule]
    package let missed: WhenMissed
    package let late: WhenLate
    /// Whether its numbers are confirmed by no stored source (DOMAIN §8).
    package let unverified: Bool

    package var document: DocumentKind? {
        if case .document(let kind) = fulfilment { kind } else { nil }
    }
}

/// How far a deadline may be extended, by whom and how often.
package struct ExtensionRule: Equatable, Sendable {
    package let max: DateOffset
    package let by: RoleName
    package let times: Int
}

/// One notice to the one who owes, so long before or after the deadline.
package struct ReminderRule: Hashable, Sendable, CustomStringConvertible {
    package enum Side: String, CaseIterable, Sendable {
        case before, after
    }

    package let offset: DateOffset
    package let side: Side

    package init(_ offset: DateOffset, _ side: Side) { (self.offset, self.side) = (offset, side) }

    /// Reads `30 days before` and `7 days after`.
    package init?(_ text: String) {
        guard let space = text.lastIndex(of: " "), let side = Side(rawValue: String(text[text.index(after: space)...])) else { return nil }
        guard let offset = DateOffset(String(text[..<space])) else { return nil }
        self.init(offset, side)
    }

    package var description: String { "\(offset) \(side.rawValue)" }
}

/// Who is told when nothing has come so long after the deadline.
package struct EscalationRule: Hashable, Sendable {
    package let after: DateOffset
    package let to: RoleName
}
