import Crypto
import Postgres
import ReviewModel
import ReviewWire

/// What the server asks of the database to know who logs in, always as the actor `system`.
package enum SignIn {
    /// The credential of an active account of an active organisation; nil for every other login.
    package static func scram(login: String, pool: Pool) async throws -> (credential: ScramCredential, actor: Actor)? {
        let table = try await read(
            """
            select a.id, a.login, a.organisation, a.role, 'all', a.is_head, c.salt, c.iterations, c.stored_key, c.server_key
            from account a join organisation o on o.id = a.organisation join credential c on c.account = a.id
            where a.login = \(login) and a.state = 'active' and o.state = 'active'
            """, pool)
        guard table.count == 1 else { return nil }
        let (id, login, organisation, role, scope, isHead, salt, iterations, storedKey, serverKey) = try table.decode(
            0,
            as: (AccountID, String, String, String, TokenScope, Bool, [UInt8], Int, [UInt8], [UInt8]).self)
        let credential = ScramCredential(salt: salt, iterations: iterations, storedKey: storedKey, serverKey: serverKey)
        return try (credential, actor(id, login, organisation, role, scope, isHead))
    }

    /// The account behind a token that is neither expired nor revoked.
    package static func token(_ token: String, pool: Pool) async throws -> Actor? {
        let digest = SHA256.hash(data: Array(token.utf8)).hex
        return try await one(
            """
            select a.id, a.login, a.organisation, a.role, t.scope, a.is_head
            from token t join account a on a.id = t.account join organisation o on o.id = a.organisation
            where t.digest = \(digest) and t.revoked_at is null and t.expires_at > real_moment() and a.state = 'active' and o.state = 'active'
            """, pool)
    }

    /// The account that a TLS client certificate is bound to; `fingerprint`: lower-case hex SHA-256 of its public key (SubjectPublicKeyInfo).
    package static func certificate(fingerprint: String, pool: Pool) async throws -> Actor? {
        try await one(
            """
            select a.id, a.login, a.organisation, a.role, 'all', a.is_head
            from certificate c join account a on a.id = c.account join organisation o on o.id = a.organisation
            where c.fingerprint = \(fingerprint) and a.state = 'active' and o.state = 'active'
            """, pool)
    }

    /// Those of `accounts` that may no longer have a session, and the database's instant.
    package static func suspended(among accounts: [AccountID], pool: Pool) async throws -> (now: Instant, accounts: [AccountID]) {
        let (now, tables) = try await pool.read(
            Actor.system.context,
            [
                """
                select a.id from account a join organisation o on o.id = a.organisation
                where a.id = any (\(accounts.map(\.description))::text[]) and (a.state <> 'active' or o.state <> 'active')
                """
            ])
        return try (now, (0..<tables[0].count).map { try tables[0].decode($0, as: AccountID.self) })
    }

    /// Puts a login on the access log.
    package static func note(_ actor: Actor, mechanism: String, pool: Pool) async throws {
        try await pool.transaction(Actor.system.context) { transaction in
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
        let (id, login, organisation, role, scope, isHead) = try table.decode(
            0, as: (AccountID, String, String, String, TokenScope, Bool).self)
        return try actor(id, login, organisation, role, scope, isHead)
    }

    private static func actor(
        _ id: AccountID, _ login: String, _ organisation: String, _ role: String, _ scope: TokenScope, _ isHead: Bool
    ) throws -> Actor {
        guard let role = Role(rawValue: role) else { throw ColumnError(text: role, type: "Role") }
        return Actor(account: id, login: login, organisation: organisation, role: role, scope: scope, isHead: isHead)
    }
}

extension SHA256.Digest {
    fileprivate var hex: String {
        map { octet in
            let text = String(octet, radix: 16)
            return octet < 16 ? "0" + text : text
        }.joined()
    }
}
