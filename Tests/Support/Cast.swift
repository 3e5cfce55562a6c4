import Postgres
import ReviewModel
import ReviewService
import ReviewWire

/// The people of every conversation; their logins are their roles, and the review of Kenya is theirs.
package enum Cast {
    /// As few as SCRAM allows: the passwords of tests protect nothing.
    package static let iterations = Scram.iterationsMin

    /// Those of every service in tests.
    package static var limits: Limits {
        var limits = Limits()
        limits.scramIterations = iterations
        return limits
    }

    package static func password(of login: String) -> String { "\(login)-password-1" }

    /// What `account.join` and `account.password` need of a password, as arguments.
    package static func keys(_ password: String) throws -> String {
        let credential = try ScramCredential.make(password: password, iterations: iterations)
        return "salt=\(Base64.encode(credential.salt)) iterations=\(iterations) stored_key=\(Base64.encode(credential.storedKey)) "
            + "server_key=\(Base64.encode(credential.serverKey))"
    }

    /// Reference data, organisations, accounts, one cycle and one review, through the same verbs that people use.
    static func people(_ installation: Installation) async throws {
        try await Demonstration.make(
            installation, config: TestCluster.root + "/config", iterations: iterations,
            report: { print("fault \($0.number) in \($0.verb): \($0.what)") }, password: password(of:))
        // What people were told while the house was founded is read: a test begins with empty boxes.
        let connection = try await Connection.open(installation.superuser.with(database: installation.database))
        try await connection.script("truncate reviewd.outbox_notice, reviewd.outbox_address, reviewd.outbox, reviewd.notice")
        await connection.close()
    }
}
