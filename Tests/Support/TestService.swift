import Postgres
import ReviewModel
import ReviewService
import ReviewWire

/// The verbs on a database of one's own with reference data and a secretariat, without the daemon around them.
package struct TestService: Sendable {
    package let installation: Installation
    package let service: Service
    package let dispatcher: Dispatcher

    /// Runs `body` with a service of its own and closes it afterwards.
    package static func with<Answer>(_ body: (TestService) async throws -> Answer) async throws -> Answer {
        let installation = try await TestCluster.shared.clone(peopled: false)
        try await ReferenceLoad(config: TestCluster.root + "/config").run(installation.owner)
        let settled = try await Installation.settled(installation.daemon)
        let pool = Pool(installation.daemon, sizes: Pool.Sizes(shared: 1, leased: 2), enter: Service.enter)
        try await pool.start()
        let service = Service(
            pool: pool, sealer: Sealer(secret: settled.secret), limits: Cast.limits,
            procedures: try Demonstration.procedures(in: TestCluster.root + "/config"), isRehearsal: settled.isRehearsal,
            report: { print("fault \($0.number) in \($0.verb): \($0.what)") })
        let house = TestService(installation: installation, service: service, dispatcher: Dispatcher(service: service))
        do {
            try await pool.transaction(Actor.system.context) { try await Accounts.foundSecretariat(title: "Secretariat", in: $0) }
            let answer = try await body(house)
            await pool.stop()
            return answer
        } catch {
            await pool.stop()
            throw error
        }
    }

    /// A new account, as the actor it logs in as with a client certificate of its own.
    package func person(
        _ login: String, of organisation: String = Accounts.secretariat, as role: Role = .secretariat, isLead: Bool = false,
        isHead: Bool = false
    ) async throws -> Actor {
        let id = try await service.pool.transaction(Actor.system.context) { transaction in
            try await Accounts.create(
                login: login, organisation: organisation, role: role, isLead: isLead, isHead: isHead, password: Cast.password(of: login),
                iterations: Cast.iterations, in: transaction)
        }
        return Actor(
            account: id, login: login, organisation: organisation, role: role, isHead: isHead, certificate: Digest(of: login.utf8))
    }

    /// One request as a person types it; the code and the members of the final line.
    @discardableResult
    package func say(_ actor: Actor, _ line: String, body: String? = nil) async throws -> (code: ReplyCode, json: JSONValue) {
        let reply = await dispatcher.reply(to: try Request.reading(line, body: body), from: actor)
        return (reply.code, reply.json)
    }

    /// The rows of a listing as they go over the wire.
    package func rows(_ actor: Actor, _ line: String) async throws -> String {
        String(decoding: await dispatcher.reply(to: try Request.reading(line, body: nil), from: actor).encoded(tag: nil), as: UTF8.self)
    }
}
