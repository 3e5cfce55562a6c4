import Foundation
import Glibc
import Postgres
import ReviewClient
import ReviewService
import Support

/// One copy of a scene in which much is due, and the daemons that work on it.
struct TimeHouse: Sendable {
    private static let looksMax = 3_000

    /// Where the daemons keep their files.
    let folder: String
    let database: String
    /// As a superuser, whom row-level security hides nothing from.
    let owner: Connection
    /// The folder of PostgreSQL's socket.
    private let server: String

    /// Makes a copy of the template for `body`, whose clock stands at the scene's moment, and removes it. `server`: the tests' own when nil.
    static func with<Answer>(
        copyOf template: String, on server: EmbeddedServer? = nil, _ body: (TimeHouse) async throws -> Answer
    ) async throws -> Answer {
        let ours = try await TestCluster.shared.server()
        return try await with(server ?? ours) { maker, name in
            try await maker.script("create database \(name) template \(template)")
        } _: { house in
            _ = try await house.owner.flight(["update installation set place = place()"])
            try await house.sleep(until: DueScene.moment)
            return try await body(house)
        }
    }

    /// The same with what stood in a dump.
    static func with<Answer>(restored dump: Dump, _ body: (TimeHouse) async throws -> Answer) async throws -> Answer {
        let server = try await TestCluster.shared.server()
        return try await with(server, make: { try await dump.restore($1, in: server) }, body)
    }

    private static func with<Answer>(
        _ server: EmbeddedServer, make: (Connection, String) async throws -> Void, _ body: (TimeHouse) async throws -> Answer
    ) async throws -> Answer {
        let superuser = server.connectionString(user: EmbeddedServer.superuser, database: "postgres")
        let name = "time_" + UUID().uuidString.filter(\.isHexDigit).lowercased()
        let folder = "/tmp/reviewd-\(name.prefix(18))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try EndOfProcess.remove(folder)
        let maker = try await Connection.open(superuser)
        let sockets = try await maker.flight(["show unix_socket_directories"])[0].decode(0, as: String.self)
        try await make(maker, name)
        let owner = try await Connection.open(superuser.with(database: name).setting("search_path", "reviewd"))
        let result: Result<Answer, any Error>
        do {
            result = .success(try await body(TimeHouse(folder: folder, database: name, owner: owner, server: sockets)))
        } catch {
            result = .failure(error)
        }
        await owner.close()
        try await maker.script("drop database \(name) with (force)")
        await maker.close()
        try FileManager.default.removeItem(atPath: folder)
        return try result.get()
    }

    /// A daemon for `body`, not started yet.
    func with<Answer>(
        _ duty: Worker.Duty, _ name: String? = nil, parameters: [String: String] = [:], settings: [String: String] = [:],
        _ body: (Worker) async throws -> Answer
    ) async throws -> Answer {
        let worker = try Worker(
            duty, name ?? duty.rawValue, in: folder, server: server, database: database, parameters: parameters, settings: settings)
        do {
            let answer = try await body(worker)
            await worker.close()
            return answer
        } catch {
            await worker.close()
            throw error
        }
    }

    /// The clock goes on while no daemon runs.
    func sleep(until moment: String) async throws {
        // clock_timestamp(): the test is the clock
        _ = try await owner.flight(["update rehearsal_clock set ahead = \(moment)::timestamptz - clock_timestamp()"])
    }

    /// By which the daemons' runs are stamped.
    func now() async throws -> Instant {
        // clock_timestamp(): the real one
        try await owner.flight(["select clock_timestamp()"])[0].decode(0, as: Instant.self)
    }

    func count(_ query: SQL) async throws -> Int { try await owner.flight([query])[0].decode(0, as: Int.self) }

    func holds(_ condition: SQL) async throws -> Bool { try await owner.flight([condition])[0].decode(0, as: Bool.self) }

    /// Returns when the answer is yes; throws with the daemon's last words when it ends before, or when that never comes.
    func until(_ what: String, of worker: Worker, _ condition: () async throws -> Bool) async throws {
        for _ in 0..<Self.looksMax {
            if try await condition() { return }
            guard await worker.process.processID != nil else { break }
            await Pause.real.wait(20)
        }
        throw Ledger.Fault(description: "\(worker.name) never \(what)\n\(try worker.words.suffix(2_000))")
    }

    /// Kills the daemon, and what it had sent and PostgreSQL had not yet seen dies with it; returns when PostgreSQL has noticed.
    func kill(_ worker: Worker) async throws {
        await worker.process.end(SIGKILL)
        worker.gate.drop()
        while try await holds(
            "select exists (select from pg_stat_activity where application_name = \(worker.name) and datname = \(database))")
        {
            await Pause.real.wait(5)
        }
    }

    /// Starts the daemon and lets it stand still where it is about to say a statement that begins so.
    func pause(_ worker: Worker, before statement: String) async throws {
        worker.gate.shut { _, said in said.hasPrefix(statement) }
        try await worker.process.start()
        try await until("came to \(statement)", of: worker) { worker.gate.shutAt != nil }
        await worker.process.signal(SIGSTOP)
    }

    /// It goes on, and what it was about to say is said.
    func wake(_ worker: Worker) async {
        worker.gate.open()
        await worker.process.signal(SIGCONT)
    }

    /// A connection of that person's own to a daemon that serves, or is about to.
    func connect(to worker: Worker, as login: String) async throws -> ReviewConnection {
        var connection: ReviewConnection?
        try await until("listened", of: worker) {
            // try?: it may just have been started, and an earlier one listened elsewhere.
            if let address = try worker.address { connection = try? await ReviewConnection.connect(to: address) }
            return connection != nil
        }
        guard let connection else { throw Ledger.Fault(description: "\(worker.name) does not listen") }
        try await connection.logIn(login: login, password: Cast.password(of: login))
        return connection
    }

    /// Returns when it has looked at the clock three times more.
    func letLook(_ worker: Worker) async throws {
        let look = "select real_moment(), exists"
        let before = worker.gate.times(look)
        try await until("looked at the clock", of: worker) { worker.gate.times(look) >= before + 3 }
    }

    /// Each job at least once, and the reconciler since that start.
    static func everyJobRan(since start: Instant) -> SQL {
        """
        select count(distinct job) = \(JobTable.all.count) and bool_or(job = 'reconcile' and began_at >= \(start))
        from job_run where outcome = 'done'
        """
    }

    static let nothingIsDue: SQL = """
        select not exists (select from alarm where state = 'pending' and fires_at <= clock_timestamp() + ahead) from rehearsal_clock
        """

    static let nothingWaits: SQL = """
        select not exists (select from outbox where state = 'pending' and next_attempt_at <= clock_timestamp() + ahead) from rehearsal_clock
        """
}
