import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let invitationRevoke = Command(
        "invitation.revoke", "Revoke an invitation of your organisation that nobody has used.", roles: .members,
        arguments: Argument<InvitationID>("invitation")
    ) { context, id in
        let (organisation, isOpen) = try await context.visible(
            "select organisation, used_at is null and revoked_at is null from invitation where id = \(id) for update",
            as: (String, Bool).self)
        try await context.requireSteward(of: organisation)
        guard isOpen else { throw Refusal(.stateWrong, "the invitation is used or revoked already") }
        try await context.transaction.run("update invitation set revoked_at = real_moment() where id = \(id)")
        try await context.record(.invitationRevoked, subject: id.description, audience: .own)
        return .done(["id": .string(id.description)])
    }
}
