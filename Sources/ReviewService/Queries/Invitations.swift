import Postgres
import ReviewModel
import ReviewWire

/// A one-time way in: who may come, and as what.
struct Invitation: Sendable {
    let organisation: String
    let role: Role
    var isLead = false
    var isHead = false
    /// The account that gets a new password, when no new one is made.
    var recovers: AccountID?

    /// How long a code is good for when nobody says otherwise.
    static let daysDefault = 14
    static let daysMax = 90

    /// The only role that a login of such an organisation can have.
    static func role(in organisationClass: OrganisationClass) -> Role {
        switch organisationClass {
        case .state: .state
        case .cso, .nhri: .cso
        case .igo, .expert: .expert
        case .secretariat: .secretariat
        }
    }
}

/// An invitation as it was made, with its code, which nobody sees again.
struct InvitationMade: Sendable {
    let id: InvitationID
    let code: Secret
    let expiresAt: Instant
}

extension Context {
    /// Keeps the digest of a new code; whoever may invite has been asked before.
    func invite(_ invitation: Invitation, days: Int = Invitation.daysDefault) async throws -> InvitationMade {
        let (id, code) = (InvitationID.random(), Secret.code())
        let expiresAt = try await transaction.one(
            """
            insert into invitation (id, digest, organisation, role, is_lead, is_head, recovers, invited_by, expires_at, created_at)
            values (\(id), \(code.digest), \(invitation.organisation), \(invitation.role), \(invitation.isLead), \(invitation.isHead),
                \(invitation.recovers), \(actor.account), real_moment() + make_interval(days => \(days)), real_moment())
            returning expires_at
            """, as: Instant.self)
        try await record(.invitationMade, subject: id.description, of: .organisation(invitation.organisation, about: invitation.recovers))
        return InvitationMade(id: id, code: code, expiresAt: expiresAt)
    }

    /// The invitation that a code opens, locked. Unknown, used, revoked and expired answer alike: 410.
    func invitation(openedBy code: Secret) async throws -> (id: InvitationID, invitation: Invitation) {
        transaction.queue("select set_config('reviewd.invitation', \(code.digest), true)")
        guard
            let (id, organisation, role, isLead, isHead, recovers) = try await transaction.first(
                """
                select i.id, i.organisation, i.role, i.is_lead, i.is_head, i.recovers
                from invitation i join organisation o on o.id = i.organisation and o.state = 'active'
                where i.digest = \(code.digest) and i.used_at is null and i.revoked_at is null and i.expires_at > real_moment()
                for update of i
                """, as: (InvitationID, String, Role, Bool, Bool, AccountID?).self)
        else { throw Refusal(.thingAbsent, "no such invitation, or it was used, revoked or has expired; ask for a new one", at: "code") }
        return (id, Invitation(organisation: organisation, role: role, isLead: isLead, isHead: isHead, recovers: recovers))
    }

    /// A code opens once.
    func use(_ id: InvitationID) async throws {
        try await transaction.run("update invitation set used_at = real_moment() where id = \(id)")
    }
}
