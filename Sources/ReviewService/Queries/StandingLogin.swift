import Postgres
import ReviewModel
import ReviewWire

extension Context {
    /// 432 when the login that asks is over. Sessions of a login that another daemon has ended live on until the next poll: until then they must
    /// not make another way in. Locked, so that an end that comes at the same moment waits, and finds what was made.
    func requireStandingLogin() async throws {
        // Who has no session, such as the operator, has none that could be over.
        guard let live = actor.live, !live.credential.isEmpty else { return }
        let isOver = try await asSystem { system in
            system.transaction.queue("select from credential where account = \(live.account) for update")
            return try await SignIn.isOver(live, in: system.transaction)
        }
        guard !isOver else { throw Refusal(.sessionCredentials, "this login is over: suspended, revoked or replaced") }
    }
}
