import Glibc
import ReviewClient
import ReviewServer
import ReviewWire
import Support
import Testing

/// What peers can make the daemon keep for them; the daemon is a process of its own, so that nobody else's memory is counted.
@Suite(.timeLimit(.minutes(15))) struct MemoryTests {
    /// A daemon on a peopled database, where everybody takes their time.
    private static func with(_ body: (DaemonProcess, ServerAddress) async throws -> Void) async throws {
        let installation = try await TestCluster.shared.clone(peopled: true)
        let daemon = try DaemonProcess(
            arguments: ["serve"],
            environment: [
                "REVIEWD_DATABASE_URL": installation.daemon.description, "REVIEWD_FILES_SQL": TestCluster.root + "/sql",
                "REVIEWD_FILES_CONFIG": TestCluster.root + "/config", "REVIEWD_TIME_IDLE_SECONDS_BEFORE_LOGIN": "3600",
                "REVIEWD_TIME_REQUEST_SECONDS_BEFORE_LOGIN": "3600", "REVIEWD_TIME_STALLED_SECONDS": "3600",
            ])
        #expect(await daemon.notification().hasPrefix("READY=1\n"))
        do {
            try await body(daemon, .tcp(host: "127.0.0.1", port: daemon.port))
        } catch {
            daemon.signal(SIGKILL)
            throw error
        }
        daemon.signal(SIGKILL)
        _ = await daemon.exitStatus()
    }

    /// Somebody else, who is served all the while.
    private static func ask(_ address: ServerAddress) async throws {
        // Beside all other tests it may take its time.
        let other = try RawConnection(to: address, patienceSeconds: 600)
        for number in 0..<5 {
            try other.send("@\(number) party.list limit=1000\n")
            var line = try await other.line()
            while let read = line, !read.hasPrefix("210 ") { line = try await other.line() }
            #expect(line?.hasPrefix("210 @\(number) ") == true)
        }
    }

    @Test func `fifty peers that ask for much and read nothing cost a bounded amount of memory`() async throws {
        try await Self.with { daemon, address in
            try await Self.ask(address)
            let before = try daemon.residentBytes
            let silent = try (0..<50).map { _ in try RawConnection(to: address, receiveBufferBytes: 4096) }
            // Each asks 500 times for some 30 KiB; what the daemon does not take, the kernel soon refuses.
            for connection in silent {
                for _ in 0..<500 where !connection.sendWithoutWaiting("party.list limit=1000\n") { break }
            }
            try await Self.ask(address)
            let grown = try daemon.residentBytes - before
            print("fifty that never read: \(grown >> 20) MiB")
            #expect(grown < 32 << 20)
            withExtendedLifetime(silent) {}
        }
    }

    @Test func `so do two hundred that send an octet now and then, of a line that never ends`() async throws {
        try await Self.with { daemon, address in
            try await Self.ask(address)
            let before = try daemon.residentBytes
            let slow = try (0..<200).map { _ in try RawConnection(to: address) }
            for letter in "party.list limit=1" {
                for connection in slow { try connection.send(String(letter)) }
            }
            try await Self.ask(address)
            let grown = try daemon.residentBytes - before
            print("two hundred that dawdle: \(grown >> 20) MiB")
            #expect(grown < 16 << 20)
            withExtendedLifetime(slow) {}
        }
    }
}
