import NIOCore
import Postgres
import ReviewService
import ReviewWire

/// Finds out who logs in: SCRAM, token or certificate. Every failure is the same `432`, whatever the reason.
struct Authentication: Sendable {
    let pool: Pool
    let sealer: Sealer
    /// What an unknown login is shown: the count that new credentials get.
    let iterations: Int
    let penalties = Penalties()

    /// A SCRAM exchange between its two steps.
    struct Exchange: Sendable {
        var scram: ScramServer
        let login: String
        /// Nil for a login that does not exist or is suspended: the exchange goes on and fails at its end.
        let actor: Actor?
    }

    /// The first step: answers with the server's challenge, in base64.
    func begin(_ mechanism: Scram.Mechanism, data: String, peer: Peer) async throws -> (exchange: Exchange, data: String) {
        var scram = ScramServer(mechanism: mechanism, channelBinding: peer.channelBinding)
        do {
            let login = try scram.begin(try octets(data)).lowercased()
            let found = try await SignIn.scram(login: login, pool: pool)
            let fake = ScramCredential.fake(login: login, secret: sealer.derive("unknown login"), iterations: iterations)
            let challenge = try scram.challenge(found?.credential ?? fake)
            return (Exchange(scram: scram, login: login, actor: found?.actor), Base64.encode(challenge))
        } catch let failure as ScramFailure {
            throw failure.refusal
        }
    }

    /// The second step. Waits for its turn before it answers, whether the proof is right or not; 460 when too many others do.
    func finish(_ exchange: Exchange, data: String, peer: Peer, pause: Pause) async throws -> (actor: Actor, data: String) {
        var scram = exchange.scram
        let proof = try octets(data)
        let address = peer.address
        guard
            let turn = penalties.turn(
                login: exchange.login, block: address.block, source: address.source, at: DatabaseClock.uptimeMilliseconds)
        else {
            throw Refusal(.sessionTooFast, "too many attempts to log in are waiting; try again later", retry: .after(5))
        }
        var isProven = false
        defer { penalties.settle(turn, succeeded: isProven, at: DatabaseClock.uptimeMilliseconds) }
        if turn.waitMilliseconds > 0 { try await pause(.milliseconds(turn.waitMilliseconds)) }
        do {
            let message = try scram.final(proof)
            guard let actor = exchange.actor else { throw ScramFailure.proof }
            isProven = true
            return (actor, Base64.encode(message))
        } catch let failure as ScramFailure {
            throw failure.refusal
        }
    }

    /// A token is 256 random bits: it is never made to wait.
    func token(_ data: String) async throws -> Actor {
        guard let actor = try await SignIn.token(data, pool: pool) else { throw Refusal(.sessionCredentials) }
        return actor
    }

    func external(_ peer: Peer) async throws -> Actor {
        guard let fingerprint = peer.fingerprint, let actor = try await SignIn.certificate(fingerprint: fingerprint, pool: pool) else {
            throw Refusal(.sessionCredentials)
        }
        return actor
    }

    private func octets(_ data: String) throws -> [UInt8] {
        guard let octets = Base64.decode(data) else { throw Refusal(.argumentMalformed, "data= must be base64", at: "data") }
        return octets
    }
}
