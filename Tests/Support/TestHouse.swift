import Logging
import Postgres
import ReviewClient
import ReviewModel
import ReviewServer
import ReviewService
import ReviewWire

/// A daemon in the test's own process, on a database of its own, reached over TCP on loopback.
package final class TestHouse: Sendable {
    package let installation: Installation
    package let service: ReviewService.Service
    package let server: Server
    package let address: ServerAddress
    /// `$review` and `$cycle` of the fixture.
    package let bindings: [String: JSONValue]
    private let running: Task<Void, any Error>

    /// Runs `body` against a house of its own and closes it afterwards.
    package static func with<Answer>(
        peopled: Bool = true, options: ServerOptions = ServerOptions(), observe: (@Sendable (Event) -> Void)? = nil,
        enter: @escaping @Sendable (ActorContext) -> SQL = ReviewService.Service.enter, _ body: (TestHouse) async throws -> Answer
    ) async throws -> Answer {
        let house = try await TestHouse(peopled: peopled, options: options, observe: observe, enter: enter)
        do {
            let answer = try await body(house)
            try await house.close()
            return answer
        } catch {
            try await house.close()
            throw error
        }
    }

    private init(
        peopled: Bool, options: ServerOptions, observe: (@Sendable (Event) -> Void)?, enter: @escaping @Sendable (ActorContext) -> SQL
    ) async throws {
        installation = try await TestCluster.shared.clone(peopled: peopled)
        let settled = try await Installation.settled(installation.daemon)
        let pool = Pool(installation.daemon, sizes: Pool.Sizes(shared: 1, leased: 3), enter: enter)
        try await pool.start()
        var options = options
        options.limits.scramIterations = Cast.iterations
        service = ReviewService.Service(
            pool: pool, sealer: Sealer(secret: settled.secret), limits: options.limits,
            procedures: try Demonstration.procedures(in: TestCluster.root + "/config"), isRehearsal: settled.isRehearsal,
            report: { print("fault \($0.number) in \($0.verb): \($0.what)") })
        options.plain = [.tcp(host: "127.0.0.1", port: 0)]
        options.isRehearsal = settled.isRehearsal
        var logger = Logger(label: "reviewd")
        logger.logLevel = .error
        let server = Server(options: options, service: service, dispatcher: Dispatcher(service: service), logger: logger, observe: observe)
        self.server = server
        running = Task { try await server.run() }
        address = .tcp(host: "127.0.0.1", port: try await server.boundPort)
        bindings = peopled ? try await Self.fixture(pool) : [:]
    }

    private static func fixture(_ pool: Pool) async throws -> [String: JSONValue] {
        let table = try await pool.read(Actor.system.context, ["select id, cycle from review"]).tables[0]
        let (review, cycle) = try table.decode(0, as: (String, String).self)
        return ["review": .string(review), "cycle": .string(cycle)]
    }

    /// A connection of that person's own, logged in unless it is `public`.
    package func connect(as who: String) async throws -> ReviewConnection {
        let connection = try await ReviewConnection.connect(to: address)
        if who != "public" { try await connection.logIn(login: who, password: Cast.password(of: who)) }
        return connection
    }

    /// A request to another daemon on the same database, of which this one learns by its polls only.
    package func elsewhere(_ who: String, _ line: String, body: String? = nil) async throws -> Reply {
        let actor = try await SignIn.scram(login: who, pool: service.pool)?.actor ?? .public
        return await Dispatcher(service: service).reply(to: try Request.reading(line, body: body), from: actor)
    }

    private func close() async throws {
        running.cancel()
        _ = await running.result
        await service.pool.stop()
    }
}
