import Postgres
import ReviewModel
import ReviewWire

/// What the server asks of the database to know who logs in, always as the actor `system`.
package enum SignIn {
    /// What a login's challenge is made of, and whom it lets in: nobody where the account or its organisation is suspended, which its challenge
    /// must not tell. Nil for a login that does not exist.
    package static func scram(login: String, pool: Pool) async throws -> (credential: ScramCredential, actor: Actor?)? {
        let table = try await read(
            """
            select a.id, a.login, a.organisation, a.role, 'all', a.is_head, 'password ' || c.changed_at, c.salt, c.iterations,
                c.stored_key, c.server_key, a.state = 'active' and o.state = 'active'
            from account a join organisation o on o.id = a.organisation join credential c on c.account = a.id
            where a.login = \(login)
            """, pool)
        guard table.count == 1 else { return nil }
        let (id, login, organisation, role, scope, isHead, changed, salt, iterations, storedKey, serverKey, isActive) = try table.decode(
            0,
            as: (AccountID, String, String, String, TokenScope, Bool, String, [UInt8], Int, [UInt8], [UInt8], Bool).self)
        let credential = ScramCredential(salt: salt, iterations: iterations, storedKey: storedKey, serverKey: serverKey)
        return (credential, isActive ? try actor(id, login, organisation, role, scope, isHead, changed) : nil)
    }

    /// The account behind a token that is neither expired nor revoked.
    package static func token(_ token: String, pool: Pool) async throws -> Actor? {
        try await one(
            """
            select a.id, a.login, a.organisation, a.role, t.scope, a.is_head, 'token ' || t.id
            from token t join account a on a.id = t.account join organisation o on o.id = a.organisation
            where t.digest = \(Digest(of: token.utf8)) and t.revoked_at is null and t.expires_at > real_moment() and a.state = 'active' and o.state = 'active'
            """, pool)
    }

    /// The account that a TLS client certificate is bound to; `fingerprint`: of its public key (SubjectPublicKeyInfo).
    package static func certificate(fingerprint: Digest, pool: Pool) async throws -> Actor? {
        try await one(
            """
            select a.id, a.login, a.organisation, a.role, 'all', a.is_head, 'certificate ' || c.fingerprint
            from certificate c join account a on a.id = c.account join organisation o on o.id = a.organisation
            where c.fingerprint = \(fingerprint) and a.state = 'active' and o.state = 'active'
            """, pool)
    }

    /// One live login: whose it is, and what let it in (`Actor.credential`).
    package struct Live: Hashable, Sendable {
        package let account: AccountID
        package let credential: String

        package init(account: AccountID, credential: String) {
            self.account = account
            self.credential = credential
        }
    }

    /// Those of `live` that may no longer have a session, because the account or its organisation is suspended or what let it in was
    /// revoked, released or replaced; and the database's instant.
    package static func ended(among live: [Live], pool: Pool) async throws -> (now: Instant, ended: [Live]) {
        let (now, tables) = try await pool.read(Actor.system.context, [over(live)])
        return (now, try tables[0].rows(as: (AccountID, String).self).map { Live(account: $0.0, credential: $0.1) })
    }

    /// Whether that login may no longer have a session, asked in the transaction that it has begun, as the system.
    static func isOver(_ live: Live, in transaction: Transaction) async throws -> Bool {
        try await transaction.table(over([live])).count > 0
    }

    private static func over(_ live: [Live]) -> SQL {
        """
        select s.account, s.credential
        from unnest(\(live.map(\.account.description))::text[], \(live.map(\.credential))::text[]) as s (account, credential)
        where not exists (
                select from account a join organisation o on o.id = a.organisation
                where a.id = s.account and a.state = 'active' and o.state = 'active')
            or not case split_part(s.credential, ' ', 1)
                when 'token' then exists (
                    select from token t
                    where t.id = split_part(s.credential, ' ', 2) and t.revoked_at is null and t.expires_at > real_moment())
                when 'certificate' then exists (
                    select from certificate c where c.fingerprint = split_part(s.credential, ' ', 2) and c.account = s.account)
                else exists (
                    select from credential c where c.account = s.account and 'password ' || c.changed_at = s.credential) end
        """
    }

    /// Lets somebody in who has proven who they are, and puts it on the access log. 432 for whose account, organisation or credential was
    /// suspended, replaced or revoked since the proof began: an exchange may be kept for days before its second step.
    package static func enter(_ actor: Actor, mechanism: String, pool: Pool) async throws {
        try await pool.transaction(Actor.system.context) { transaction in
            guard let account = actor.account, try await !isOver(Live(account: account, credential: actor.credential), in: transaction)
            else { throw Refusal(.sessionCredentials) }
            _ = try await transaction.run(
                """
                insert into access_log (at, account, kind, verb, subject)
                values (\(try await transaction.now), \(actor.account), 'login', 'auth', \(mechanism))
                """)
        }
    }

    private static func read(_ sql: SQL, _ pool: Pool) async throws -> Table {
        try await pool.read(Actor.system.context, [sql]).tables[0]
    }

    private static func one(_ sql: SQL, _ pool: Pool) async throws -> Actor? {
        let table = try await read(sql, pool)
        guard table.count == 1 else { return nil }
        let (id, login, organisation, role, scope, isHead, credential) = try table.decode(
            0, as: (AccountID, String, String, String, TokenScope, Bool, String).self)
        return try actor(id, login, organisation, role, scope, isHead, credential)
    }

    private static func actor(
        _ id: AccountID, _ login: String, _ organisation: String, _ role: String, _ scope: TokenScope, _ isHead: Bool,
        _ credential: String
    ) throws -> Actor {
        guard let role = Role(rawValue: role) else { throw ColumnError(text: role, type: "Role") }
        return Actor(
            account: id, login: login, organisation: organisation, role: role, scope: scope, isHead: isHead,
            credential: credential)
    }
}
