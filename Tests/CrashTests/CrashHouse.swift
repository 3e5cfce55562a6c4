import Foundation
import Glibc
import Postgres
import ReviewClient
import ReviewWire
import Support

/// An installation for a daemon that is to be killed: embedded PostgreSQL with fsync on, the people of a rehearsal, one open review.
struct CrashHouse {
    /// One entry of `credentials.json`.
    private struct Credential: Decodable {
        let login: String
        let role: String
        let password: String
    }

    let daemon: DaemonProcess
    let server: DatabaseServer
    let submitters: Submitters
    let ledger: Ledger
    /// As a superuser, whom row-level security hides nothing from.
    let database: ConnectionString

    /// Makes the house, runs `body`, ends everything and removes it.
    static func with(_ name: String, seed: UInt64, _ body: (CrashHouse) async throws -> Void) async throws {
        let directory = "/tmp/reviewd-crash-\(name)-\(getpid())"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        let log = directory + "/daemon.log"
        try Data().write(to: URL(fileURLWithPath: log))
        let ledger = Ledger()
        let port = try freePort()
        let daemon = DaemonProcess(
            program: try DaemonProcess.built, arguments: ["serve", "--embedded", directory, "--port", String(port), "--demo"],
            root: TestCluster.root, log: log, ended: { await ledger.fail("the daemon ended by itself with status \($0); see \(log)") })
        try EndOfProcess.remove(directory)
        try await daemon.start()
        do {
            let address = ServerAddress.tcp(host: "127.0.0.1", port: port)
            let tokens = try await tokens(directory, address)
            let database = EmbeddedServer(directory: directory + "/postgresql").connectionString(
                user: EmbeddedServer.superuser, database: "reviewd")
            let connection = try await Connection.open(database)
            let review = try await connection.flight(["select id from reviewd.review"])[0].decode(0, as: String.self)
            await connection.close()
            let submitters = Submitters(address: address, tokens: tokens, review: review, seed: seed, ledger: ledger)
            try await body(
                CrashHouse(
                    daemon: daemon, server: try DatabaseServer(folder: directory + "/postgresql"), submitters: submitters, ledger: ledger,
                    database: database))
        } catch {
            await daemon.end(SIGTERM)
            throw error
        }
        await daemon.end(SIGTERM)
        try FileManager.default.removeItem(atPath: directory)
    }

    /// Each contributor logs in by password once, when the daemon answers, and takes a token.
    private static func tokens(_ directory: String, _ address: ServerAddress) async throws -> [String] {
        let client = RetryingClient(policy: RetryPolicy(attemptsMax: 1_000, firstPauseMilliseconds: 200, pauseMillisecondsMax: 400)) {
            try await ReviewConnection.connect(to: address)
        }
        _ = try await client.open()
        await client.close()
        let file = try Data(contentsOf: URL(fileURLWithPath: directory + "/credentials.json"))
        var tokens: [String] = []
        for person in try JSONDecoder().decode([Credential].self, from: file) where person.role == "cso" {
            let connection = try await ReviewConnection.connect(to: address)
            try await connection.logIn(login: person.login, password: person.password)
            let made = try await connection.send(
                Request("token.create", ["scope": "all", "label": "crash test", "key": "crash-token-of-\(person.login)"])
            ).orThrow()
            guard let token = made.result.members?.compactMap(\.1.text).first(where: { $0.hasPrefix("rvt_") }) else {
                throw Ledger.Fault(description: "token.create gave no token")
            }
            tokens.append(token)
            await connection.quit()
        }
        return tokens
    }

    /// A port that nobody listens on; the daemon takes the same one at every start.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw Ledger.Fault(description: "no port is free") }
        return Int(UInt16(bigEndian: place.sin_port))
    }
}
