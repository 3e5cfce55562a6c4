import Foundation

/// PostgreSQL's own programs, found where Debian keeps them or on the PATH, and run as the server's owner.
struct ServerPrograms: Sendable {
    private let directory: String
    private let owner: ServerOwner?
    private let variables: [String: String]

    /// `release` is the one that made the data, when there are some: no other can read them. `variables` join the few that a program gets.
    init(directory: String?, owner: ServerOwner?, release: String?, variables: [String: String] = [:]) throws {
        (self.owner, self.variables) = (owner, variables)
        if let directory {
            guard ServerPrograms.isComplete(directory) else {
                throw ServerFailure("\(directory) does not hold PostgreSQL's initdb, pg_ctl and postgres")
            }
            self.directory = directory
            return
        }
        let candidates = release.map { ["\(ServerPrograms.base)/\($0)/bin"] } ?? []
        guard let found = (candidates + ServerPrograms.candidates).first(where: ServerPrograms.isComplete) else {
            throw ServerFailure("PostgreSQL's server programs were not found; install the package postgresql")
        }
        self.directory = found
    }

    /// Runs a program to its end without blocking a task's thread; throws with its output when it fails.
    func run(_ program: String, _ arguments: [String]) async throws {
        let asOwner = owner.map { ["/usr/bin/setpriv", "--reuid=\($0.user)", "--regid=\($0.group)", "--init-groups", "--"] } ?? []
        let given = variables.isEmpty ? [] : ["/usr/bin/env"] + variables.map { "\($0)=\($1)" }
        let words = asOwner + given + ["\(directory)/\(program)"] + arguments
        let environment = ["PATH=\(directory):/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"]
        let (status, output) = try await withCheckedThrowingContinuation { caller in
            DispatchQueue.global().async { caller.resume(with: Result { try ChildProcess.run(words, environment) }) }
        }
        if status == 0 { return }
        let reason = output.split(separator: "\n").suffix(5).joined(separator: "; ")
        throw ServerFailure("\(program) failed (status \(status)): \(reason)")
    }

    /// Where Debian keeps one folder for each release.
    private static let base = "/usr/lib/postgresql"

    /// The newest release first, then the PATH.
    private static var candidates: [String] {
        // try?: a machine without that folder simply has no such candidate.
        let releases = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
        let debian = releases.compactMap(Int.init).sorted(by: >).map { "\(base)/\($0)/bin" }
        return debian + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    }

    private static func isComplete(_ directory: String) -> Bool {
        ["initdb", "pg_ctl", "postgres"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(directory)/\($0)") }
    }
}
