/// What a contributor chose for its contribution (DOMAIN §5); hiding the source is a choice of its own beside it.
package enum Confidentiality: String, CaseIterable, Sendable {
    case open, stakeholders, team, experts

    /// Who may read the contribution once the procedure has published its kind; `open` becomes public then.
    package var audience: Audience {
        switch self {
        case .open: .public
        case .stakeholders: .stakeholders
        case .team: .team
        case .experts: .experts
        }
    }
}
