import Foundation

/// PostgreSQL's own programs, run against the daemon's database over its socket.
struct DatabaseTools {
    let socketFolder: String
    private let binaries: String

    init(socketFolder: String) throws {
        self.socketFolder = socketFolder
        let versions = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql").compactMap { Int($0) }
        guard let newest = versions.max() else { throw SocketError(text: "PostgreSQL's programs were not found") }
        binaries = "/usr/lib/postgresql/\(newest)/bin"
    }

    /// Runs one statement as the cluster's superuser.
    @discardableResult
    func administer(_ statement: String, database: String = "reviewd") throws -> String {
        try run("psql", administrator(database) + ["-At", "-c", "set search_path = reviewd, public", "-c", statement])
    }

    /// Runs a file of statements as the cluster's superuser, with these settings.
    func fill(from file: String, database: String = "reviewd", settings: KeyValuePairs<String, String> = [:]) throws {
        try run("psql", administrator(database) + settings.flatMap { ["-c", "set \($0) = '\($1)'"] } + ["-f", file])
    }

    /// Another database with the same content, that takes itself for no copy; whoever is connected to the first one is thrown out of it.
    func copy(_ database: String, to other: String) throws {
        try administer("alter database \(database) allow_connections false", database: "postgres")
        try administer("select pg_terminate_backend(pid) from pg_stat_activity where datname = '\(database)'", database: "postgres")
        try administer("create database \(other) template \(database) strategy file_copy", database: "postgres")
        for name in [database, other] { try administer("alter database \(name) allow_connections true", database: "postgres") }
        try administer("update installation set place = place()", database: other)
    }

    func drop(_ database: String) throws { try administer("drop database \(database) with (force)", database: "postgres") }

    private func administrator(_ database: String) -> [String] {
        ["-X", "-q", "-h", socketFolder, "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1"]
    }

    /// Transactions a second of a script, with 8 clients and the daemon's own login.
    func pgbench(script: String, seconds: Double) throws -> Double {
        try pgbench(script, clients: 8, ["-D", "first=1", "-T", "\(max(Int(seconds), 1))", "-U", "reviewd", "reviewd"])
    }

    /// The same for a number of transactions of each client, whose variable `k` begins at -1.
    func pgbench(script: String, clients: Int, transactions: Int, login: String, database: String) throws -> Double {
        try pgbench(script, clients: clients, ["-D", "k=-1", "-t", "\(transactions)", "-U", login, database])
    }

    private func pgbench(_ script: String, clients: Int, _ arguments: [String]) throws -> Double {
        let file = "/var/tmp/reviewd-bench-\(getpid()).pgbench"
        try script.write(toFile: file, atomically: true, encoding: .utf8)
        defer { unlink(file) }
        let output = try run(
            "pgbench",
            ["-n", "-M", "prepared", "-c", "\(clients)", "-j", "\(min(clients, 2))", "-h", socketFolder, "-f", file] + arguments)
        guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
            let rate = Double(line.dropFirst(6).prefix { $0 != " " })
        else { throw SocketError(text: "pgbench said no rate: \(output)") }
        return rate
    }

    /// What it says on standard output; what it complains of is for the reader of the bench's own standard error.
    @discardableResult
    private func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(binaries)/\(program)")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.standardError
        try process.runUnmasked()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw SocketError(text: "\(program) failed with \(process.terminationStatus)") }
        return String(decoding: said, as: UTF8.self)
    }
}
