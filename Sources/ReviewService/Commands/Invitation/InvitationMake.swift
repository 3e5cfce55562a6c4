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
        guard recovers == nil || lead == nil && head == nil else {
            throw Refusal(.argumentMalformed, "recovers= changes a password only; leave out lead= and head=", at: "recovers")
        }
        try await context.requireStandingLogin()
        var invitation = try await guest(organisation, role, recovers, context)
        (invitation.isLead, invitation.isHead) = (lead ?? false, head ?? false)
        if invitation.isHead {
            try context.requireHead()
            guard invitation.role == .secretariat else { throw Refusal(.ruleForbidden, "only the secretariat has a head", at: "head") }
        }
        let made = try await context.invite(invitation, days: days)
        try await tell(of: made, invitation, context)
        return Reply.created([
            "id": .string(made.id.description), "code": .string(made.code.text), "organisation": .string(invitation.organisation),
            "role": .string(invitation.role.rawValue), "expires_at": .string(made.expiresAt.rfc3339),
        ]).withSecrets("code")
    }.carryingSecret()

    /// Who may come: into an active organisation that the actor looks after, with the role that fits its class, or to an account of it.
    private static func guest(_ organisation: Slug?, _ role: Role?, _ recovers: Login?, _ context: Context) async throws -> Invitation {
        let name = try organisation?.text ?? context.organisation
        let (organisationClass, state) = try await context.visible(
            "select class, state from organisation where id = \(name)", as: (OrganisationClass, String).self)
        var recovered: (id: AccountID, state: String, isHead: Bool)?
        if let recovers {
            let (id, state, isHead) = try await context.visible(
                "select id, state, is_head from account where login = \(recovers) and organisation = \(name)",
                as: (AccountID, String, Bool).self)
            recovered = (id, state, isHead)
        }
        try await context.requireNoLead(of: name, but: recovered?.id)
        try await context.requireSteward(of: name, isEntry: true)
        if recovered?.isHead == true { try context.requireHead() }
        guard state == "active" else { throw Refusal(.stateWrong, "the organisation is \(state)", at: "organisation") }
        if let recovered, recovered.state != "active" {
            throw Refusal(.stateWrong, "the account is \(recovered.state); resume it first", at: "recovers")
        }
        let fitting = Invitation.role(in: organisationClass)
        guard role ?? fitting == fitting else {
            throw Refusal(.ruleForbidden, "accounts of class \(organisationClass.rawValue) have the role \(fitting.rawValue)", at: "role")
        }
        return Invitation(organisation: name, role: fitting, recovers: recovered?.id)
    }

    /// Whoever leads the organisation, or all of it without a lead, hears of a way in that another one made, or that leads to an account that
    /// is there; and so does who has that account.
    private static func tell(of made: InvitationMade, _ invitation: Invitation, _ context: Context) async throws {
        guard invitation.recovers != nil || context.actor.organisation != invitation.organisation else { return }
        let maker = context.actor.account
        try await context.asSystem { system in
            let told = try await system.transaction.all(
                """
                select id from account a
                where a.organisation = \(invitation.organisation) and a.state = 'active' and a.id is distinct from \(maker)
                    and (a.is_lead or a.id = \(invitation.recovers) or not exists (
                        select from account l where l.organisation = a.organisation and l.is_lead and l.state = 'active'))
                order by id
                """, as: AccountID.self)
            for account in told {
                try await Notices.post(.wayIn, to: account, review: nil, obligation: nil, dueAt: made.expiresAt, in: system)
            }
        }
    }
}
