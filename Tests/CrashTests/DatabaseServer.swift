import Foundation

@testable import Postgres

/// The daemon's PostgreSQL, stopped under its feet as an operator or the kernel would.
struct DatabaseServer {
    /// The data folder of the cluster.
    let data: String
    let log: String
    private let programs: ServerPrograms

    init(folder: String) throws {
        data = folder + "/data"
        log = folder + "/server.log"
        programs = try ServerPrograms(directory: nil, owner: ServerOwner.resolve(nil), release: nil)
    }

    /// No checkpoint, no farewell to the sessions: the next start recovers from the log of transactions.
    func stopAtOnce() async throws {
        try await programs.run("pg_ctl", ["stop", "-D", data, "-m", "immediate", "-w", "-s"])
    }

    func start() async throws {
        try await programs.run("pg_ctl", ["start", "-D", data, "-l", log, "-w", "-s"])
    }
}
