import Postgres
import ReviewModel
import ReviewWire

extension Context {
    /// The credential of a new password, as its owner computed it. Its iterations are those of every other: a login's challenge shows them
    /// to whoever asks, and an odd number would tell that the login exists.
    func credential(_ salt: Salt, _ iterations: Int, _ storedKey: ScramKey, _ serverKey: ScramKey) throws(Refusal) -> ScramCredential {
        let expected = service.limits.scramIterations
        guard iterations == expected else {
            throw Refusal(.argumentRange, "iterations= must be \(expected), the scram_iterations of caps", at: "iterations")
        }
        return ScramCredential(salt: salt.octets, iterations: iterations, storedKey: storedKey.octets, serverKey: serverKey.octets)
    }
}

/// What lets an account in, and how it is replaced.
enum Credentials {
    /// Stores what SCRAM needs and revokes the tokens that the old password stood for. As `system`, since nobody but the account
    /// sees its credential, and whoever joins has none yet. Answers what logins by it are known by (`Actor.credential`).
    @discardableResult
    static func replace(
        of account: AccountID, by credential: ScramCredential, at now: Instant, in transaction: Transaction
    ) async throws -> String {
        try await transaction.tables([
            """
            insert into credential (account, salt, iterations, stored_key, server_key, changed_at)
            values (\(account), \(credential.salt), \(credential.iterations), \(credential.storedKey), \(credential.serverKey), \(now))
            on conflict (account) do update set salt = excluded.salt, iterations = excluded.iterations, stored_key = excluded.stored_key,
                server_key = excluded.server_key, changed_at = excluded.changed_at
            returning 'password ' || changed_at
            """,
            "update token set revoked_at = real_moment() where account = \(account) and revoked_at is null",
        ])[0].decode(0, as: String.self)
    }

    /// Ends what someone else may have bound to an account that is being recovered.
    static func releaseCertificates(of account: AccountID, in transaction: Transaction) async throws {
        try await transaction.run("delete from certificate where account = \(account)")
    }
}
