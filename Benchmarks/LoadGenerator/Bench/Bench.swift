import ArgumentParser
import Foundation
import ReviewClient
import ReviewWire

/// Measures a release build of the daemon on a database of its own, and pgbench beside it on the same database.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The bench: reads, writes, idle memory and start, with pgbench running the same statements.",
        discussion: "Ends with status 1 when a figure is not within its limit.")

    @Option(name: .long, help: "The daemon's program.")
    var reviewd: String = ".build/release/reviewd"

    @Option(name: .long, help: "What the database is filled with.", completion: .file())
    var fill: String = "Benchmarks/fill.sql"

    @Option(name: .long, help: "How often daemon and pgbench take turns; the middle one counts.")
    var rounds: Int = 3

    @Option(name: .long, help: "Seconds of each load.")
    var seconds: Double = 8

    @Option(name: .long, help: "Idle connections.")
    var idle: Int = 5000

    @Option(name: .long, help: "Write pgbench's scripts into this folder, to look at.", completion: .directory)
    var keepScripts: String?

    @Flag(name: .long, help: "A JSON array in place of the table.")
    var json = false

    /// What can be measured by itself.
    enum Part: String, CaseIterable, ExpressibleByArgument {
        case read, write, start, memory, time
    }

    @Option(name: .long, parsing: .upToNextOption, help: "Measure only these, of read, write, start, memory and time.")
    var only: [Part] = Part.allCases

    func validate() throws {
        guard rounds > 0, seconds >= 1, idle > 0 else { throw ValidationError("--rounds, --seconds and --idle are at least 1.") }
    }

    func run() async throws {
        var figures = only == [.time] ? [] : try await requests()
        if only.contains(.time) { figures += try await time() }
        if json {
            print(String(decoding: JSONValue.array(figures.map(\.json)).encoded(), as: UTF8.self))
        } else {
            for line in Figure.table(figures) { print(line) }
        }
        let missed = figures.filter { !$0.isWithinLimit }
        for figure in missed { tell("not within its limit: \(figure.name)") }
        guard missed.isEmpty else { throw ExitCode.failure }
    }

    /// What people wait for, on one installation.
    private func requests() async throws -> [Figure] {
        let daemon = Daemon(program: reviewd)
        defer { daemon.remove() }
        tell("making an installation …")
        try daemon.start()
        tell("filling it with 250 reviews of 40 documents …")
        let subject = try await Subject.prepare(daemon, filledFrom: fill)
        tell("listening to its statements …")
        let peers = try await Peers.listen(daemon, subject)
        var figures: [Figure] = []
        if only.contains(.read) {
            figures += try comparison(of: "read", daemon, subject, peers.read, subject.read, inFlight: 8, limit: 0.8)
        }
        if only.contains(.write) {
            figures += try comparison(of: "write", daemon, subject, peers.write, subject.write, inFlight: 1, limit: 0.6)
        }
        if only.contains(.start) { figures += try starts(daemon) }
        if only.contains(.memory) { figures += try memory(daemon, subject) }
        return figures
    }

    private func tell(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    /// The middle of five starts on a migrated database: beside the running one, and with the embedded server's own start.
    private func starts(_ daemon: Daemon) throws -> [Figure] {
        tell("starting it ten times …")
        let beside = try (0..<5).map { _ in try daemon.startBeside() }
        let embedded = try (0..<5).map { _ in
            daemon.stop()
            return try daemon.start()
        }
        return [
            Figure(name: "start to ready", value: beside.median, unit: "s", limit: 1),
            Figure(name: "start to ready, PostgreSQL too", value: embedded.median, unit: "s", limit: 1),
        ]
    }

    /// Of the daemon as it stands after a fresh start.
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

    /// On an installation of its own, whose daemon does nothing by itself.
    private func time() async throws -> [Figure] {
        let daemon = TimeBench.daemon(reviewd)
        defer { daemon.remove() }
        try daemon.start()
        return try await TimeBench(
            daemon: daemon, tools: try DatabaseTools(socketFolder: daemon.socketFolder), rounds: rounds, keep: keep, tell: tell
        ).figures()
    }

    private func keep(_ script: String, _ name: String) throws {
        guard let keepScripts else { return }
        try script.write(toFile: "\(keepScripts)/\(name).pgbench", atomically: true, encoding: .utf8)
    }

    private func comparison(
        of name: String, _ daemon: Daemon, _ subject: Subject, _ peer: PeerScript, _ workload: Workload, inFlight: Int, limit: Double
    ) throws -> [Figure] {
        try keep(peer.plain, name)
        try keep(peer.pipelined, "\(name)-pipelined")
        let comparison = Comparison(
            daemon: daemon, tools: try DatabaseTools(socketFolder: daemon.socketFolder), peer: peer,
            load: ClosedLoop(
                address: daemon.address, tokens: [subject.token], connections: 8, inFlight: inFlight, workload: workload),
            seconds: seconds)
        let turns = try (1...rounds).map { round in
            let turn = try comparison.turn(isPeerFirst: round % 2 == 0)
            tell("\(name), round \(round) of \(rounds): \(turn)")
            return turn
        }
        return Comparison.figures(name, turns, limit: limit)
    }
}
