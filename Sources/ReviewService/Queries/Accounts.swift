import Postgres
import ReviewModel
import ReviewWire

/// What makes and changes accounts, by an invitation, by the operator, and by those who look after them.
package enum Accounts {
    /// The organisation that every installation begins with.
    package static let secretariat = "secretariat"

    /// Makes the secretariat where there is none yet; everything else is registered by it. The transaction is the actor `system`'s.
    package static func foundSecretariat(title: String, in transaction: Transaction) async throws {
        let now = try await transaction.now
        let made = try await transaction.run(
            """
            insert into organisation (id, title, class, created_at)
            values (\(secretariat), \(title), 'secretariat', \(now)) on conflict do nothing
            """)
        guard made == 1 else { return }
        try await transaction.record(.organisationRegistered, by: .system, at: now, subject: secretariat, audience: .public)
    }

    /// Makes an account with a password known here: for the operator and for rehearsals. The transaction is the actor `system`'s.
    @discardableResult
    package static func create(
        login: String, organisation: String, role: Role, isLead: Bool = false, isHead: Bool = false, password: String,
        iterations: Int = Scram.iterationsDefault, in transaction: Transaction
    ) async throws -> AccountID {
        guard let login = Login(argument: login) else { throw Refusal(.argumentMalformed, "a login is \(Login.expectation)", at: "login") }
        let (found, now) = (
            try await transaction.first("select class from organisation where id = \(organisation)", as: OrganisationClass.self),
            try await transaction.now
        )
        guard let organisationClass = found else { throw Refusal(.thingAbsent, "no organisation \(organisation)", at: "organisation") }
        let fitting = Invitation.role(in: organisationClass)
        guard role == fitting else {
            throw Refusal(.ruleForbidden, "accounts of \(organisation) have the role \(fitting.rawValue)", at: "role")
        }
        let account = NewAccount(
            login: login, organisation: organisation, role: role, isLead: isLead, isHead: isHead, language: nil, zone: nil)
        let credential = try ScramCredential.make(password: password, iterations: iterations)
        let id = try await insert(account, credential, at: now, in: transaction)
        try await transaction.record(
            .accountCreated, by: .system, at: now, subject: id.description, audience: .own,
            owner: .organisation(organisation, about: id))
        return id
    }

    /// The constraint that a second account of one name meets.
    package static let loginIsTaken = "account_login_taken"

    /// The rows of a new account; 441 when the login is taken.
    static func insert(
        _ account: NewAccount, _ credential: ScramCredential, at now: Instant, in transaction: Transaction
    ) async throws -> AccountID {
        let id = AccountID.random()
        try await transaction.run(
            """
            insert into account (id, login, organisation, role, is_lead, is_head, language, zone, created_at)
            values (\(id), \(account.login), \(account.organisation), \(account.role), \(account.isLead), \(account.isHead),
                coalesce(\(account.language), 'en'), coalesce(\(account.zone), 'UTC'), \(now))
            """)
        try await Credentials.replace(of: id, by: credential, at: now, in: transaction)
        return id
    }

    /// Suspends (with a reason) or resumes an account, never one's own. To let somebody in again, and to put a lead out, is to decide who
    /// speaks for the organisation.
    static func change(
        _ login: Login, from old: String, to new: String, because reason: Reason?, _ version: Version, _ event: EventName,
        in context: Context
    ) async throws -> Reply {
        let (id, organisation, state, isLead, isHead, current) = try await context.visible(
            "select id, organisation, state, is_lead, is_head, ver from account where login = \(login) for update",
            as: (AccountID, String, String, Bool, Bool, Int).self)
        try await context.requireSteward(of: organisation, isEntry: isLead || new == "active")
        if isHead { try context.requireHead() }
        try context.require(version, is: current)
        guard state == old else { throw Refusal(.stateWrong, "the account is \(state)") }
        guard id != context.actor.account else { throw Refusal(.ruleOwnCase, "nobody changes the state of their own account") }
        try await context.transaction.run(
            "update account set state = \(new), suspended_because = \(reason), ver = ver + 1 where id = \(id)")
        try await context.record(event, subject: id.description, of: .organisation(organisation, about: id))
        return .done(["id": .string(id.description), "login": .string(login.text), "state": .string(new), "ver": .int(Int64(current + 1))])
    }
}

/// What an account begins with.
struct NewAccount: Sendable {
    let login: Login
    let organisation: String
    let role: Role
    let isLead: Bool
    let isHead: Bool
    let language: Language?
    let zone: Zone?
}
