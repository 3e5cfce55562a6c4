import ArgumentParser
import Foundation
import ReviewClient
import ReviewWire

/// Measures a release build of the daemon on a database of its own, and pgbench beside it on the same database.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The bench: reads, writes, idle memory and start, with pgbench running the same statements.")

    @Option(name: .long, help: "The daemon's program.")
    var reviewd: String = ".build/release/reviewd"

    @Option(name: .long, help: "Seconds of each load.")
    var seconds: Double = 8

    @Option(name: .long, help: "Idle connections.")
    var idle: Int = 5000

    @Option(name: .long, help: "Write pgbench's scripts into this folder, to look at.", completion: .directory)
    var keepScripts: String?

    @Flag(name: .long, help: "A JSON array in place of the table.")
    var json = false

    func run() async throws {
        let daemon = Daemon(program: reviewd)
        defer { daemon.remove() }
        tell("making an installation …")
        try daemon.start()
        daemon.stop()
        var figures = [Figure(name: "start to ready", value: try start(daemon), unit: "s", limit: 1)]
        tell("filling it …")
        let subject = try await Subject.prepare(daemon)
        figures += try memory(daemon, subject)
        tell("listening to its statements …")
        let peers = try await Peers.listen(daemon, subject)
        figures += try measure("read", daemon, subject, peers.read, subject.read, inFlight: 8, limit: 0.8)
        figures += try measure("write", daemon, subject, peers.write, subject.write, inFlight: 1, limit: 0.6)
        if json {
            print(String(decoding: JSONValue.array(figures.map(\.json)).encoded(), as: UTF8.self))
        } else {
            for line in Figure.table(figures) { print(line) }
        }
    }

    private func tell(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    /// The middle of three starts on a migrated database; the last one goes on running.
    private func start(_ daemon: Daemon) throws -> Double {
        tell("starting it three times …")
        var seconds: [Double] = []
        for round in 1...3 {
            seconds.append(try daemon.start())
            if round < 3 { daemon.stop() }
        }
        return seconds.sorted()[1]
    }

    private func memory(_ daemon: Daemon, _ subject: Subject) throws -> [Figure] {
        let quiet = ProcessUsage.residentMiB(daemon.processID)
        tell("opening \(idle) connections …")
        let crowd = IdleCrowd(address: daemon.address, tokens: [subject.token], count: idle)
        let busy = try crowd.hold { ProcessUsage.residentMiB(daemon.processID) }
        return [
            Figure(name: "memory, nobody connected", value: quiet, unit: "MiB"),
            Figure(name: "memory, \(idle) idle logins", value: busy, unit: "MiB", limit: 400),
        ]
    }

    private func measure(
        _ name: String, _ daemon: Daemon, _ subject: Subject, _ peer: PeerScript, _ workload: Workload, inFlight: Int, limit: Double
    ) throws -> [Figure] {
        let tools = try DatabaseTools(socketFolder: daemon.socketFolder)
        if let keepScripts {
            try peer.plain.write(toFile: "\(keepScripts)/\(name).pgbench", atomically: true, encoding: .utf8)
        }
        tell("\(name): pgbench …")
        let plain = try tools.pgbench(script: peer.plain, seconds: seconds)
        let pipelined = try tools.pgbench(script: peer.pipelined, seconds: seconds)
        tell("\(name): reviewd …")
        let load = ClosedLoop(
            address: daemon.address, tokens: [subject.token], connections: 8, inFlight: inFlight, workload: workload)
        let database = { ProcessUsage.family(daemon.postmasterID).reduce(0) { $0 + ProcessUsage.cpuSeconds($1) } }
        let before = (ProcessUsage.cpuSeconds(daemon.processID), database())
        let report = try load.run(warmUpSeconds: 1, seconds: seconds)
        try report.requireAnswers()
        let after = (ProcessUsage.cpuSeconds(daemon.processID), database())
        let thousands = Double(report.answered) / 1000
        return [
            Figure(name: name, value: report.rate, unit: "requests/s", limit: limit, ratio: report.rate / plain),
            Figure(name: "\(name), p50", value: report.milliseconds(0.5), unit: "ms"),
            Figure(name: "\(name), p99", value: report.milliseconds(0.99), unit: "ms"),
            Figure(name: "\(name), CPU of reviewd", value: (after.0 - before.0) / thousands, unit: "s/1,000 requests"),
            Figure(name: "\(name), CPU of PostgreSQL", value: (after.1 - before.1) / thousands, unit: "s/1,000 requests"),
            Figure(name: "\(name), pgbench", value: plain, unit: "transactions/s"),
            Figure(name: "\(name), pgbench pipelined", value: pipelined, unit: "transactions/s"),
        ]
    }
}
