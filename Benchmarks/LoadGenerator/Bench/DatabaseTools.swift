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
    func administer(_ statement: String) throws -> String {
        try run(
            "psql", ["-X", "-q", "-At", "-h", socketFolder, "-U", "postgres", "-d", "reviewd", "-v", "ON_ERROR_STOP=1", "-c", statement])
    }

    /// Runs a file of statements as the cluster's superuser.
    func fill(from file: String) throws {
        try run("psql", ["-X", "-q", "-h", socketFolder, "-U", "postgres", "-d", "reviewd", "-f", file])
    }

    /// Transactions a second of a script, with 8 clients and the daemon's own login.
    func pgbench(script: String, seconds: Double) throws -> Double {
        let file = "/var/tmp/reviewd-bench-\(getpid()).pgbench"
        try script.write(toFile: file, atomically: true, encoding: .utf8)
        defer { unlink(file) }
        let output = try run(
            "pgbench",
            [
                "-n", "-M", "prepared", "-c", "8", "-j", "2", "-D", "first=1", "-T", "\(max(Int(seconds), 1))", "-h", socketFolder, "-U",
                "reviewd", "-f", file,
                "reviewd",
            ])
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
