import Postgres
import ReviewModel
import ReviewWire

/// An account that is to hold a function, as far as the nominator may see it.
struct Nominee: Sendable {
    let account: AccountID
    let organisation: String
    let role: Role
    let party: String?
    let isActive: Bool
    let isState: Bool

    /// 410 for a login that the actor may not see.
    init(_ login: Login, in context: Context) async throws {
        let (account, role, organisation, organisationClass, party, isActive) = try await context.visible(
            """
            select a.id, a.role, o.id, o.class, o.party, a.state = 'active' and o.state = 'active'
            from account a join organisation o on o.id = a.organisation where a.login = \(login)
            """, as: (AccountID, Role, String, String, String?, Bool).self)
        (self.account, self.organisation, self.role, self.party) = (account, organisation, role, party)
        (self.isActive, isState) = (isActive, organisationClass == OrganisationClass.state.rawValue)
    }

    /// 441 for an account that cannot hold that function in that review.
    func requireFit(for function: Function, in review: ReviewRow) throws {
        guard isActive else { throw Refusal(.ruleForbidden, "the account or its organisation is suspended", at: "account") }
        let isFit =
            switch function {
            case .focalPoint, .delegate: isState && party == review.party
            case .reviewer: isState && party != review.party
            case .expert: role == .expert
            case .officer: role == .secretariat
            case .observer: role == .state || role == .expert
            }
        guard isFit else {
            throw Refusal(.ruleForbidden, "that account cannot be \(function.rawValue) in the review of \(review.party)", at: "account")
        }
    }

    /// 441 for a reviewer whose State is not bound by what it is to review.
    func requireBound(by instruments: [String], in review: ReviewRow, _ context: Context) async throws {
        guard Set(instruments).isSubset(of: review.instruments) else {
            throw Refusal(.ruleForbidden, "under review are \(review.instruments.joined(separator: ", "))", at: "instruments")
        }
        let bound = try await context.instruments(binding: party ?? "", on: review.startsOn)
        let lacking = instruments.filter { !bound.contains($0) }
        guard lacking.isEmpty else {
            throw Refusal(
                .ruleForbidden,
                "\(party ?? "the party") is not bound by \(lacking.joined(separator: ", ")); name instruments= that bind it", at: "account")
        }
    }
}
