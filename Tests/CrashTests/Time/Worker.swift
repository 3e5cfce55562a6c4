import Foundation
import Glibc
import ReviewClient
import Support

/// One of the daemon's programs with a gate of its own between it and PostgreSQL.
struct Worker: Sendable {
    enum Duty: String {
        case serve, deliver, restored
    }

    /// Also its sessions' `application_name`.
    let name: String
    let gate: StatementGate
    let process: DaemonProcess
    /// Where it writes mail.
    let spool: String
    let log: String

    /// `server`: the folder of PostgreSQL's socket; `parameters`: PostgreSQL's own, of its sessions; `settings`: keys of the configuration, over
    /// those of a test.
    init(
        _ duty: Duty, _ name: String, in folder: String, server: String, database: String, parameters: [String: String],
        settings: [String: String]
    ) throws {
        self.name = name
        (spool, log) = ("\(folder)/\(name)-spool", "\(folder)/\(name).log")
        gate = try StatementGate(folder: "\(folder)/\(name)", server: server + "/.s.PGSQL.5432")
        let options = parameters.map { "-c \($0)=\($1)" }.joined(separator: " ")
        let url = "host=\(gate.folder) port=5432 dbname=\(database) application_name=\(name) options='\(options)'"
        let ours = [
            "database.url": "\(url) user=reviewd", "deliver.database_url": "\(url) user=reviewd_deliver", "deliver.spool": spool,
            "deliver.poll_milliseconds": "50", "jobs.reminders_per_hour_max": "100000",
            // What is not the work of the clock says nothing meanwhile.
            "time.event_poll_milliseconds": "60000", "time.suspension_poll_milliseconds": "60000",
        ]
        let variables = ours.merging(settings) { $1 }.map { key, value in
            ("REVIEWD_" + key.uppercased().replacingOccurrences(of: ".", with: "_"), value)
        }
        let file = "\(folder)/\(name).yaml"
        try "log: {level: info}\n".write(toFile: file, atomically: true, encoding: .utf8)
        try Data().write(to: URL(fileURLWithPath: log))
        try FileManager.default.createDirectory(atPath: spool, withIntermediateDirectories: true)
        process = DaemonProcess(
            program: try DaemonProcess.built, arguments: [duty.rawValue, "--config", file] + (duty == .serve ? ["--port", "0"] : []),
            environment: Dictionary(uniqueKeysWithValues: variables), root: TestCluster.root, log: log, ended: { _ in })
    }

    /// What it wrote to its log.
    var words: String {
        get throws { try String(contentsOfFile: log, encoding: .utf8) }
    }

    /// Where it said last that it listens.
    var address: ServerAddress? {
        get throws {
            let ready = try words.split(whereSeparator: \.isNewline).last { $0.hasPrefix("ready: 127.0.0.1:") }
            let port = ready?.split(separator: ":")[2].prefix(while: \.isNumber)
            return port.flatMap { Int($0) }.map { .tcp(host: "127.0.0.1", port: $0) }
        }
    }

    /// Ends it, whatever it does, and its gate.
    func close() async {
        await process.signal(SIGCONT)
        await process.end(SIGKILL)
        gate.close()
    }
}
