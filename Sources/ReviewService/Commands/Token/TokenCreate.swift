import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let tokenCreate = Command(
        "token.create", "Make a token to log in with; it is shown once.", roles: .members,
        arguments: Argument<Label>("label", "what it is for"),
        Argument<TokenScope?>("scope", "read, or all that you may do (by default)"),
        Argument<Int?>("days", "until it expires, 1 to 365; 90 by default")
    ) { context, label, scope, days in
        let (scope, days) = (scope ?? .all, days ?? 90)
        guard (1...365).contains(days) else { throw Refusal(.argumentRange, "days= is 1 to 365", at: "days") }
        try await context.requireStandingLogin()
        let (id, secret) = (TokenID.random(), Secret.token())
        let expiresAt = try await context.transaction.one(
            """
            insert into token (id, account, digest, scope, label, created_at, expires_at)
            values (\(id), \(try context.account), \(secret.digest), \(scope), \(label), real_moment(),
                real_moment() + make_interval(days => \(days)))
            returning expires_at
            """, as: Instant.self)
        try await context.record(.tokenCreated, subject: id.description, of: .account(try context.account))
        return Reply.created([
            "id": .string(id.description), "token": .string(secret.text), "scope": .string(scope.rawValue),
            "label": .string(label.text), "expires_at": .string(expiresAt.rfc3339),
        ]).withSecrets("token")
    }.carryingSecret()
}
