import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let invitationRevoke = Command(
        "invitation.revoke", "Revoke an invitation that nobody has used and that you may make.", roles: .members,
        arguments: Argument<InvitationID>("invitation")
    ) { context, id in
        let (organisation, isOpen, isHeads) = try await context.visible(
            """
            select organisation, used_at is null and revoked_at is null,
                is_head or exists (select from account a where a.id = invitation.recovers and a.is_head)
            from invitation where id = \(id) for update
            """, as: (String, Bool, Bool).self)
        try await context.requireSteward(of: organisation, isEntry: true)
        if isHeads { try context.requireHead() }
        guard isOpen else { throw Refusal(.stateWrong, "the invitation is used or revoked already") }
        try await context.transaction.run("update invitation set revoked_at = real_moment() where id = \(id)")
        try await context.record(.invitationRevoked, subject: id.description, of: .organisation(organisation))
        return .done(["id": .string(id.description)])
    }
}
