/// A word that a procedure gives to one of its parts, typed by what it names, so that a stage is never taken for an obligation.
package struct Name<Kind>: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(_ text: String) { rawValue = text }
    package init(stringLiteral text: String) { rawValue = text }

    package var description: String { rawValue }
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// Whether a text is such a word: lower-case letters, digits and hyphens, a letter first, at most 48 characters.
    package static func isValid(_ text: String) -> Bool {
        guard let first = text.utf8.first, (97...122).contains(first), text.utf8.count <= 48 else { return false }
        return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }
}

/// `stages[].id` of a procedure.
package typealias StageName = Name<ProcedureStage>
/// `stages[].owes[].id` of a procedure, unique in the whole procedure.
package typealias ObligationName = Name<ObligationRule>
/// `stages[].windows[].id` of a procedure, unique in its stage.
package typealias WindowName = Name<WindowRule>
/// A key of `roles:` of a procedure.
package typealias RoleName = Name<ProcedureRole>
