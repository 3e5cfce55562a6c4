import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let accountJoin = Command(
        "account.join", "Make an account, or recover your own, with the code of an invitation.", roles: [.public],
        arguments: Argument<Secret>("code", "the code that you were given"),
        Argument<Login>("login", "the name to log in with; when recovering, the account's own"),
        Argument<Salt>("salt", "of the SCRAM credential that you computed"),
        Argument<Int>("iterations", "of PBKDF2: scram_iterations of caps"),
        Argument<ScramKey>("stored_key"), Argument<ScramKey>("server_key"),
        Argument<Language?>("language", "for notices; en by default"), Argument<Zone?>("zone", "for dates in notices; UTC by default")
    ) { context, code, login, salt, iterations, storedKey, serverKey, language, zone in
        let credential = try context.credential(salt, iterations, storedKey, serverKey)
        try await context.requireKnown(zone)
        let (id, invitation) = try await context.invitation(openedBy: code)
        let account = try await context.asSystem { system in
            if let recovered = invitation.recovers { return try await recover(recovered, login, credential, system) }
            let account = NewAccount(
                login: login, organisation: invitation.organisation, role: invitation.role, isLead: invitation.isLead,
                isHead: invitation.isHead, language: language, zone: zone)
            return try await insert(account, credential, with: id, system)
        }
        try await context.use(id)
        let event: EventName = invitation.recovers == nil ? .accountCreated : .accountRecovered
        try await context.record(event, subject: account.description, of: .organisation(invitation.organisation, about: account))
        return .created([
            "id": .string(account.description), "login": .string(login.text), "organisation": .string(invitation.organisation),
            "role": .string(invitation.role.rawValue),
        ])
    }.carryingSecret()

    /// A name that is taken counts against the invitation.
    private static func insert(
        _ account: NewAccount, _ credential: ScramCredential, with invitation: InvitationID, _ system: Context
    ) async throws -> AccountID {
        try system.service.nameTries.requireFew(invitation)
        do {
            return try await Accounts.insert(account, credential, at: system.now, in: system.transaction)
        } catch let error as PostgresError where error.constraint == Accounts.loginIsTaken {
            system.service.nameTries.note(invitation)
            throw error
        }
    }

    /// A new password for an account, and the end of every other way into it.
    private static func recover(
        _ account: AccountID, _ login: Login, _ credential: ScramCredential, _ system: Context
    ) async throws -> AccountID {
        let state = try await system.transaction.first(
            "select state from account where id = \(account) and login = \(login) for update", as: String.self)
        guard let state else { throw Refusal(.thingAbsent, "the invitation is for another login", at: "login") }
        guard state == "active" else { throw Refusal(.stateWrong, "the account is \(state); it must be resumed first") }
        try await Credentials.replace(of: account, by: credential, at: system.now, in: system.transaction)
        try await Credentials.releaseCertificates(of: account, in: system.transaction)
        return account
    }
}
