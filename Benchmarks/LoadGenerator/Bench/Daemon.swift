import Foundation
import ReviewClient

/// A daemon of the bench's own, with an embedded database in a folder that goes away with it.
final class Daemon {
    /// A login of the rehearsal that the daemon makes.
    static let login = "ngo"

    let folder: String
    private let program: String
    private let port: Int
    private let environment: [String: String]
    private var process: Process?

    /// `number` tells several of one bench apart.
    init(program: String, number: Int = 0, environment: [String: String] = [:]) {
        self.program = program
        self.environment = environment
        folder = "/var/tmp/reviewd-bench-\(getpid())-\(number)"
        port = 20_000 + Int(getpid()) % 10_000 + 3 * number
    }

    var address: ServerAddress { .tcp(host: "127.0.0.1", port: port) }
    var credentials: String { folder + "/credentials.json" }
    var socketFolder: String { folder + "/postgresql/socket" }
    var serverLog: String { folder + "/postgresql/server.log" }
    var processID: Int32 { process?.processIdentifier ?? 0 }

    /// The postmaster's, from its own file.
    var postmasterID: Int32 {
        let path = folder + "/postgresql/data/postmaster.pid"
        // try?: before the database is up there is no such file.
        return (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n").first.flatMap { Int32($0) } ?? 0
    }

    /// Starts it; the seconds until it said `ready`.
    @discardableResult
    func start() throws -> Double {
        let (process, seconds) = try launch(["--embedded", folder, "--port", "\(port)", "--tls-port", "\(port + 1)", "--demo"])
        self.process = process
        return seconds
    }

    /// The seconds until another daemon, on the same database, said `ready`; it is stopped again.
    func startBeside() throws -> Double {
        let (process, seconds) = try launch(
            ["--port", "\(port + 2)"], environment: ["REVIEWD_DATABASE_URL": "host=\(socketFolder) user=reviewd dbname=reviewd"])
        process.terminate()
        process.waitUntilExit()
        return seconds
    }

    /// Runs another command of the program to its end, which must be a good one.
    func run(_ arguments: [String], environment: [String: String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = settings.merging(environment) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.standardError
        try process.runUnmasked()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw SocketError(text: "\(program) \(arguments.joined(separator: " ")) failed") }
    }

    private var settings: [String: String] {
        ProcessInfo.processInfo.environment
            .merging(["REVIEWD_CONNECTIONS_TOTAL_MAX": "20000", "REVIEWD_LOG_LEVEL": "error"]) { $1 }.merging(environment) { $1 }
    }

    private func launch(_ arguments: [String], environment: [String: String] = [:]) throws -> (Process, Double) {
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["serve"] + arguments
        process.environment = settings.merging(environment) { $1 }
        process.standardOutput = output
        process.standardError = FileHandle.standardError
        let start = Clock.nanoseconds
        try process.runUnmasked()
        var said = Data()
        while true {
            let more = output.fileHandleForReading.availableData
            said += more
            let lines = String(decoding: said, as: UTF8.self).split(separator: "\n")
            if lines.contains(where: { $0.hasPrefix("ready") }) { break }
            guard !more.isEmpty else { throw SocketError(text: "\(program) ended before it was ready") }
        }
        let seconds = Double(Clock.nanoseconds - start) / 1e9
        // What it says from now on is of no interest, but must not fill the pipe.
        output.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
        return (process, seconds)
    }

    func stop() {
        guard let process, process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }

    /// Stops it and removes its folder.
    func remove() {
        stop()
        // try?: what is left of a temporary folder does no harm.
        try? FileManager.default.removeItem(atPath: folder)
    }
}
