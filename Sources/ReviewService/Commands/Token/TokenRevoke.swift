import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let tokenRevoke = Command(
        "token.revoke", "Revoke a token of your own.", roles: .members, arguments: Argument<TokenID>("token", "its id")
    ) { context, id in
        let isValid = try await context.visible("select revoked_at is null from token where id = \(id) for update", as: Bool.self)
        guard isValid else { throw Refusal(.stateWrong, "the token is revoked already") }
        try await context.transaction.run("update token set revoked_at = real_moment() where id = \(id)")
        try await context.record(.tokenRevoked, subject: id.description, of: .account(try context.account))
        return .done(["id": .string(id.description)])
    }
}
