import Foundation
import Postgres
import ReviewService
import ReviewWire

/// The one private PostgreSQL of a test process, with a migrated and peopled template from which each test clones its own database.
package actor TestCluster {
    package static let shared = TestCluster()

    /// The root of the repository.
    package static let root: String = String(
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/"))

    private var started: Task<EmbeddedServer, any Error>?
    private var templates: [String: Task<Void, any Error>] = [:]
    private var count = 0

    /// The running cluster; it ends with the process.
    package func server() async throws -> EmbeddedServer {
        if let started { return try await started.value }
        let task = Task {
            let directory = "/tmp/reviewd-test-\(getpid())"
            let server = EmbeddedServer(
                directory: directory,
                settings: ["max_connections": "800", "shared_buffers": "64MB", "fsync": "off", "synchronous_commit": "off"])
            try await server.start()
            EndOfProcess.stop(server.processID, removing: directory)
            return server
        }
        started = task
        return try await task.value
    }

    /// A database of one's own: migrated only, or with reference data, the cast and one open review.
    package func clone(peopled: Bool) async throws -> Installation {
        let server = try await server()
        let superuser = server.connectionString(user: EmbeddedServer.superuser, database: "postgres")
        let template = peopled ? "peopled" : "migrated"
        try await prepare(template, superuser)
        count += 1
        let name = "test_\(count)"
        let installation = Installation(sql: Self.root + "/sql", superuser: superuser, database: name)
        let connection = try await Connection.open(superuser)
        try await connection.script("create database \(name) template \(template)")
        await connection.close()
        try await Self.settle(installation)
        return installation
    }

    /// A copy is at home where it was made, unlike a database that was restored.
    private static func settle(_ installation: Installation) async throws {
        let owner = try await Connection.open(installation.owner)
        _ = try await owner.flight(["update installation set place = place()"])
        await owner.close()
    }

    private func prepare(_ template: String, _ superuser: ConnectionString) async throws {
        let earlier = templates[template] == nil ? Array(templates.values) : []
        let task =
            templates[template]
            ?? Task {
                // One after the other: roles belong to the cluster, and two templates would make them at once.
                for task in earlier { _ = await task.result }
                let installation = Installation(sql: Self.root + "/sql", superuser: superuser, database: template)
                try await installation.prepare(isRehearsal: true, startsAt: Demonstration.startsAt)
                if template == "peopled" { try await Cast.people(installation) }
            }
        templates[template] = task
        try await task.value
    }
}

/// Ends the cluster when the test process ends, by the cluster's own process id.
private enum EndOfProcess {
    /// A shell that waits for this process to go: an `atexit` handler would not run when a test crashes.
    static func stop(_ server: Int32?, removing directory: String) {
        guard let server else { return }
        let watcher = Process()
        watcher.executableURL = URL(fileURLWithPath: "/bin/sh")
        watcher.arguments = [
            "-c",
            "while kill -0 \(getpid()) 2>/dev/null; do sleep 0.5; done; kill -INT \(server) 2>/dev/null; sleep 1; rm -rf '\(directory)'",
        ]
        watcher.standardInput = FileHandle.nullDevice
        watcher.standardOutput = FileHandle.nullDevice
        watcher.standardError = FileHandle.nullDevice
        do { try watcher.run() } catch { print("the test cluster will not end by itself: \(error)") }
    }
}
