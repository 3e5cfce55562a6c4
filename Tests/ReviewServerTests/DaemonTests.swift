import Foundation
import Postgres
import ReviewClient
import ReviewService
import Support
import Testing

@Suite struct DaemonTests {
    private static let files = ["REVIEWD_FILES_SQL": TestCluster.root + "/sql", "REVIEWD_FILES_CONFIG": TestCluster.root + "/config"]

    private func daemon(_ user: String = "reviewd", _ more: [String: String] = [:]) async throws -> DaemonProcess {
        let installation = try await TestCluster.shared.clone(peopled: false)
        let string = installation.daemon.with(user: user).description
        return try DaemonProcess(
            arguments: ["serve"],
            environment: Self.files.merging(["REVIEWD_DATABASE_URL": string, "REVIEWD_TIME_DRAIN_SECONDS": "60"]) { $1 }.merging(more) {
                $1
            })
    }

    @Test func `with sockets handed over it says READY, WATCHDOG and STOPPING, and drains on SIGTERM`() async throws {
        let daemon = try await daemon()
        #expect(await daemon.notification().hasPrefix("READY=1\n"))
        #expect(await daemon.notification() == "WATCHDOG=1\n")
        let connection = try RawConnection(to: .tcp(host: "127.0.0.1", port: daemon.port))
        try connection.send("ping\n")
        #expect(try await connection.lines(2).map(\.code) == ["220", "200"])
        daemon.signal(SIGTERM)
        var last = ""
        while true {
            last = await daemon.notification()
            if last != "WATCHDOG=1\n" { break }
        }
        #expect(last.hasPrefix("STOPPING=1\n"))
        #expect(try await connection.line()?.hasPrefix(#"199 * {"err":"session/draining""#) == true)
        try connection.send("@a ping\n@b accreditation.apply\n")
        #expect(try await connection.lines(2).map { String($0.prefix(6)) } == ["200 @a", "451 @b"])
        connection.finishSending()
        #expect(try await connection.rest().isEmpty)
        #expect(await daemon.exitStatus() == 0)
    }

    @Test(.timeLimit(.minutes(15))) func `told to stop before it serves, it leaves no PostgreSQL of its own behind`() async throws {
        let directory = "/tmp/reviewd-stopped-\(getpid())"
        defer {
            // try?: a folder of /tmp that stays is no failure.
            try? FileManager.default.removeItem(atPath: directory)
        }
        let daemon = try DaemonProcess(arguments: ["serve", "--embedded", directory], environment: Self.files)
        let postgresql = EmbeddedServer(directory: directory + "/postgresql")
        while postgresql.processID == nil {
            try Task.checkCancellation()
            await Task.yield()
        }
        daemon.signal(SIGTERM)
        #expect(await daemon.exitStatus() == 0)
        #expect(postgresql.processID == nil)
    }

    private func deliverer(_ user: String, spool: String) async throws -> DaemonProcess {
        let string = try await TestCluster.shared.clone(peopled: false).daemon.with(user: user).description
        return try DaemonProcess(
            arguments: ["deliver"],
            environment: Self.files.merging(["REVIEWD_DELIVER_DATABASE_URL": string, "REVIEWD_DELIVER_SPOOL": spool]) { $1 })
    }

    @Test func `the deliverer says READY, and STOPPING when it is told to end`() async throws {
        let daemon = try await deliverer("reviewd_deliver", spool: "/tmp/reviewd-spool-\(getpid())")
        defer {
            // try?: a folder of /tmp that stays is no failure.
            try? FileManager.default.removeItem(atPath: "/tmp/reviewd-spool-\(getpid())")
        }
        #expect(await daemon.notification().hasPrefix("READY=1\n"))
        daemon.signal(SIGTERM)
        #expect(await daemon.notification().hasPrefix("STOPPING=1\n"))
        #expect(await daemon.exitStatus() == 0)
    }

    /// What the daemon says instead of starting.
    private static func refusal(_ words: String..., user: String, of installation: Installation) throws -> (status: Int32, said: String) {
        let string = installation.daemon.with(user: user).description
        return try Program.run(
            words, environment: files.merging(["REVIEWD_DATABASE_URL": string, "REVIEWD_DELIVER_DATABASE_URL": string]) { $1 })
    }

    @Test(arguments: ["serve", "deliver"]) func `it neither serves nor delivers as a superuser, and says as whom it would`(
        duty: String
    ) async throws {
        let installation = try await TestCluster.shared.clone(peopled: false)
        let (status, said) = try Self.refusal(duty, user: "postgres", of: installation)
        #expect(status != 0 && said.contains("postgres is not bound by row-level security; \(duty) as the role reviewd"), "\(said)")
    }

    @Test func `it does not serve while a migration is pending, and names it`() async throws {
        let installation = try await TestCluster.shared.clone(peopled: false)
        let owner = try await Connection.open(installation.owner)
        let last = try await owner.flight([
            "delete from schema_migration where number = (select max(number) from schema_migration) returning name"
        ])[0]
        .decode(0, as: String.self)
        await owner.close()
        let (status, said) = try Self.refusal("serve", user: "reviewd", of: installation)
        #expect(status != 0 && said.contains(last) && said.contains("run reviewd migrate first"), "\(said)")
    }
}
