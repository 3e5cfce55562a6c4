import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let invitationMake = Command(
        "invitation.make", "Invite someone to your organisation, or recover an account of it; the code is shown once.", roles: .members,
        arguments: Argument<Slug?>("organisation", "your own by default; the secretariat may name any"),
        Argument<Role?>("role", "the one that the organisation's class has"),
        Argument<Bool?>("lead", "whether they look after the organisation's accounts"),
        Argument<Bool?>("head", "whether they head the secretariat"), Argument<Login?>("recovers", "the account that gets a new password"),
        Argument<Int?>("days", "until it expires, 1 to \(Invitation.daysMax); \(Invitation.daysDefault) by default")
    ) { context, organisation, role, lead, head, recovers, days in
        let days = days ?? Invitation.daysDefault
        guard (1...Invitation.daysMax).contains(days) else {
            throw Refusal(.argumentRange, "days= is 1 to \(Invitation.daysMax)", at: "days")
        }
        try await context.requireStandingLogin()
        var invitation = try await guest(organisation, role, context)
        if let recovers {
            guard lead == nil, head == nil else {
                throw Refusal(.argumentMalformed, "recovers= changes a password only; leave out lead= and head=", at: "recovers")
            }
            invitation.recovers = try await recovered(recovers, invitation.organisation, context)
        }
        (invitation.isLead, invitation.isHead) = (lead ?? false, head ?? false)
        if invitation.isHead {
            try context.requireHead()
            guard invitation.role == .secretariat else { throw Refusal(.ruleForbidden, "only the secretariat has a head", at: "head") }
        }
        let made = try await context.invite(invitation, days: days)
        return Reply.created([
            "id": .string(made.id.description), "code": .string(made.code.text), "organisation": .string(invitation.organisation),
            "role": .string(invitation.role.rawValue), "expires_at": .string(made.expiresAt.rfc3339),
        ]).withSecrets("code")
    }.carryingSecret()

    /// Who may come: an active organisation that the actor looks after, and the role that fits its class.
    private static func guest(_ organisation: Slug?, _ role: Role?, _ context: Context) async throws -> Invitation {
        let name = try organisation?.text ?? context.organisation
        let (organisationClass, state) = try await context.visible(
            "select class, state from organisation where id = \(name)", as: (OrganisationClass, String).self)
        try await context.requireSteward(of: name, isEntry: true)
        guard state == "active" else { throw Refusal(.stateWrong, "the organisation is \(state)", at: "organisation") }
        let fitting = Invitation.role(in: organisationClass)
        guard role ?? fitting == fitting else {
            throw Refusal(.ruleForbidden, "accounts of class \(organisationClass.rawValue) have the role \(fitting.rawValue)", at: "role")
        }
        return Invitation(organisation: name, role: fitting)
    }

    /// The account of that organisation that lost its password; a head's is recovered by a head only.
    private static func recovered(_ login: Login, _ organisation: String, _ context: Context) async throws -> AccountID {
        let (id, state, isHead) = try await context.visible(
            "select id, state, is_head from account where login = \(login) and organisation = \(organisation)",
            as: (AccountID, String, Bool).self)
        if isHead { try context.requireHead() }
        guard state == "active" else { throw Refusal(.stateWrong, "the account is \(state); resume it first", at: "recovers") }
        return id
    }
}
