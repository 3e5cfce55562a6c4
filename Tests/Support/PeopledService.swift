import Postgres
import ReviewModel
import ReviewService
import ReviewWire

/// The verbs on a database of one's own with the whole cast and one open review, without the daemon around them.
package final class PeopledService: Sendable {
    package let installation: Installation
    package let service: Service
    package let dispatcher: Dispatcher
    package let review: String
    package let cycle: String
    /// Everyone of the demonstration by login, each with a client certificate of their own, and `public`.
    package let actors: [String: Actor]

    /// What its transactions take for the time.
    package let clock = StandingClock()

    /// `procedures` stand in for those of `config/`, under the same names.
    package init(
        procedures: ProcedureCatalog? = nil, limits: Limits = Cast.limits, leased: Int = 3, remindersPerHourMax: Int = 60,
        uptime: @escaping @Sendable () -> Uptime = { .now }
    ) async throws {
        installation = try await TestCluster.shared.clone(peopled: true)
        let settled = try await Installation.settled(installation.daemon)
        let pool = Pool(installation.daemon, sizes: Pool.Sizes(shared: 1, leased: leased), enter: clock.enter)
        try await pool.start()
        service = Service(
            pool: pool, sealer: Sealer(secret: settled.secret), limits: limits,
            procedures: try procedures ?? Demonstration.procedures(in: TestCluster.root + "/config"), isRehearsal: settled.isRehearsal,
            remindersPerHourMax: remindersPerHourMax, uptime: uptime, report: { print("fault \($0.number) in \($0.verb): \($0.what)") })
        dispatcher = Dispatcher(service: service)
        let tables = try await pool.read(
            Actor.system.context, ["select id, cycle from review", "select id, login, organisation, role, is_head from account"]
        ).tables
        (review, cycle) = try tables[0].decode(0, as: (String, String).self)
        var actors = ["public": Actor.public]
        for row in 0..<tables[1].count {
            let (id, login, organisation, role, isHead) = try tables[1].decode(row, as: (AccountID, String, String, String, Bool).self)
            guard let role = Role(rawValue: role) else { continue }
            actors[login] = Actor(
                account: id, login: login, organisation: organisation, role: role, isHead: isHead, certificate: Digest(of: login.utf8))
        }
        self.actors = actors
    }

    /// Runs `body` with a service of its own and closes it afterwards.
    package static func with<Answer>(
        procedures: ProcedureCatalog? = nil, limits: Limits = Cast.limits, leased: Int = 3, remindersPerHourMax: Int = 60,
        uptime: @escaping @Sendable () -> Uptime = { .now }, _ body: (PeopledService) async throws -> Answer
    ) async throws -> Answer {
        let house = try await PeopledService(
            procedures: procedures, limits: limits, leased: leased, remindersPerHourMax: remindersPerHourMax, uptime: uptime)
        do {
            let answer = try await body(house)
            await house.service.pool.stop()
            return answer
        } catch {
            await house.service.pool.stop()
            throw error
        }
    }

    package func actor(_ login: String) throws -> Actor {
        guard let actor = actors[login] else { throw TranscriptProblem("nobody is called \(login)") }
        return actor
    }

    /// One request as a person types it.
    package func reply(_ login: String, _ line: String, body: String? = nil) async throws -> Reply {
        await dispatcher.reply(to: try Request.reading(line, body: body), from: try actor(login))
    }

    /// The members of a final line that must not be a refusal.
    @discardableResult
    package func done(_ login: String, _ line: String, body: String? = nil) async throws -> JSONValue {
        let reply = try await reply(login, line, body: body)
        guard !reply.code.isRefusal else { throw TranscriptProblem("\(login): \(line): \(reply.json)") }
        return reply.json
    }

    /// The same for what makes something: its identifier.
    package func made(_ login: String, _ line: String, body: String? = nil, name: String = "id") async throws -> String {
        guard let id = try await done(login, line, body: body)[name]?.text else { throw TranscriptProblem("\(line): no \(name)") }
        return id
    }

    /// The rows of a listing; what is refused has none.
    package func rows(_ login: String, _ line: String) async throws -> [JSONValue] {
        try await wire(login, line).split(separator: "\n").filter { $0.hasPrefix("150 ") }.map {
            try JSONParser.parse(String($0.dropFirst(6)))
        }
    }

    /// The daemon's job at the clock's moment; how many things happened.
    @discardableResult
    package func run(_ job: String) async throws -> Int {
        guard let job = JobTable.job(job) else { throw TranscriptProblem("there is no job \(job)") }
        return try await JobClock(service).run(job)
    }

    /// Returns when the record shows all that has happened: it holds back what a transaction of any database of the cluster might precede.
    package func settle() async throws {
        let query: SQL = "select coalesce(max(transaction) < pg_snapshot_xmin(pg_current_snapshot()), true) from event"
        while try await !service.pool.read(Actor.system.context, [query]).tables[0].decode(0, as: Bool.self) { await Task.yield() }
    }

    /// A whole answer as it goes over the wire.
    package func wire(_ login: String, _ line: String, body: String? = nil) async throws -> String {
        String(decoding: try await reply(login, line, body: body).encoded(tag: nil), as: UTF8.self)
    }
}
