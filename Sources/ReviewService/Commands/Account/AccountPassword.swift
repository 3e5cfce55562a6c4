import ReviewModel
import ReviewWire

extension Command {
    static let accountPassword = Command(
        "account.password", "Replace your own password by what SCRAM needs of a new one; your tokens are revoked.", roles: .members,
        arguments: Argument<Salt>("salt", "of the SCRAM credential that you computed"),
        Argument<Int>("iterations", "of PBKDF2: scram_iterations of caps"),
        Argument<ScramKey>("stored_key"), Argument<ScramKey>("server_key")
    ) { context, salt, iterations, storedKey, serverKey in
        try await context.requireStandingLogin()
        let account = try context.account
        let credential = try context.credential(salt, iterations, storedKey, serverKey)
        let renewed = try await Credentials.replace(of: account, by: credential, at: context.now, in: context.transaction)
        try await context.record(.accountPasswordChanged, subject: account.description, of: .account(account))
        // Who came in by the password goes on; a token is revoked, and ends with all others.
        let reply = Reply.done(["id": .string(account.description)])
        return context.actor.credential.hasPrefix("password ") ? reply.renewing(renewed) : reply
    }.carryingSecret()
}
