import ReviewModel
import ReviewWire

extension Command {
    static let accountPassword = Command(
        "account.password", "Replace your own password by what SCRAM needs of a new one; your tokens are revoked.", roles: .members,
        arguments: Argument<Salt>("salt", "of the SCRAM credential that you computed"), Argument<Iterations>("iterations", "of PBKDF2"),
        Argument<ScramKey>("stored_key"), Argument<ScramKey>("server_key")
    ) { context, salt, iterations, storedKey, serverKey in
        let account = try context.account
        let credential = ScramCredential(
            salt: salt.octets, iterations: iterations.count, storedKey: storedKey.octets, serverKey: serverKey.octets)
        try await Credentials.replace(of: account, by: credential, at: context.now, in: context.transaction)
        try await context.record(.accountPasswordChanged, subject: account.description, audience: .own)
        return .done(["id": .string(account.description)])
    }.carryingSecret()
}
