/// The one ladder of audiences of DOMAIN §5, narrowest first; the raw value is the rank that the database compares.
package enum Audience: Int, CaseIterable, Comparable, Sendable {
    case own = 0
    case officer = 1
    case experts = 2
    case team = 3
    case stakeholders = 4
    case `public` = 5

    /// The word on the wire and in procedures.
    package var word: String {
        switch self {
        case .own: "own"
        case .officer: "officer"
        case .experts: "experts"
        case .team: "team"
        case .stakeholders: "stakeholders"
        case .public: "public"
        }
    }

    package init?(word: String) {
        guard let audience = Audience.allCases.first(where: { $0.word == word }) else { return nil }
        self = audience
    }

    package static func < (left: Audience, right: Audience) -> Bool { left.rawValue < right.rawValue }
}
