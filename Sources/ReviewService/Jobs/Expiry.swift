import Postgres
import ReviewModel

extension Job {
    static let expiry = Job(
        "expiry", "ends tokens and uploads whose time is over and forgets runs of jobs that are older than 90 days",
        .once { system in
            let tokens = try await system.transaction.all(
                "update token set revoked_at = expires_at where revoked_at is null and expires_at <= real_moment() returning id, account",
                as: (TokenID, AccountID).self)
            for (token, account) in tokens { try await system.record(.tokenExpired, subject: token.description, of: .account(account)) }
            let runs = try await system.transaction.run("delete from job_run where began_at < real_moment() - interval '90 days'")
            // Not counted: whoever runs a job may not know of all uploads.
            try await Uploads.expire(in: system)
            return tokens.count + runs
        })
}
