import Foundation
import Glibc
import Postgres
import ReviewClient
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

    /// Makes a copy of the template for `body`, whose clock stands at the scene's moment, and removes it.
    static func with<Answer>(copyOf template: String, _ body: (TimeHouse) async throws -> Answer) async throws -> Answer {
        let server = try await TestCluster.shared.server()
        let superuser = server.connectionString(user: EmbeddedServer.superuser, database: "postgres")
        let name = "time_" + UUID().uuidString.filter(\.isHexDigit).lowercased()
        let folder = "/tmp/reviewd-\(name.prefix(18))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try EndOfProcess.remove(folder)
        let maker = try await Connection.open(superuser)
        try await maker.script("create database \(name) template \(template)")
        let sockets = try await maker.flight(["show unix_socket_directories"])[0].decode(0, as: String.self)
        let owner = try await Connection.open(superuser.with(database: name).setting("search_path", "reviewd"))
        let house = TimeHouse(folder: folder, database: name, owner: owner, server: sockets)
        let result: Result<Answer, any Error>
        do {
            try await house.sleep(until: DueScene.moment)
            result = .success(try await body(house))
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
        _ duty: Worker.Duty, _ name: String? = nil, settings: [String: String] = [:], _ body: (Worker) async throws -> Answer
    ) async throws -> Answer {
        let worker = try Worker(duty, name ?? duty.rawValue, in: folder, server: server, database: database, settings: settings)
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
}
