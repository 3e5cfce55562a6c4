import Foundation

/// The daemon's own program, started, paused and killed at will.
actor DaemonProcess {
    private let program: String
    private let arguments: [String]
    private let environment: [String: String]
    private let root: String
    private let log: String
    private var process: Process?
    private var isEnding = false
    private var waiter: CheckedContinuation<Void, Never>?
    private let ended: @Sendable (Int32) async -> Void

    /// `environment` holds the daemon's own variables; `log` takes both outputs of every start; `ended` is told of an end that nobody asked for.
    init(
        program: String, arguments: [String], environment: [String: String] = [:], root: String, log: String,
        ended: @escaping @Sendable (Int32) async -> Void
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.root = root
        self.log = log
        self.ended = ended
    }

    /// The program that was built beside the tests.
    static var built: String {
        get throws {
            let test = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return URL(fileURLWithPath: test).deletingLastPathComponent().appendingPathComponent("reviewd").path
        }
    }

    var processID: Int32? { process?.processIdentifier }

    func start() throws {
        let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        try output.seekToEnd()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: root)
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("REVIEWD_") }.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        process.terminationHandler = { process in
            let status = process.terminationStatus
            Task { await self.hasEnded(status) }
        }
        try process.run()
        self.process = process
        try output.close()
    }

    /// Sends the signal and returns when the process is gone.
    func end(_ signal: Int32) async {
        guard let process else { return }
        isEnding = true
        await withCheckedContinuation { caller in
            waiter = caller
            kill(process.processIdentifier, signal)
        }
        isEnding = false
    }

    /// Sends a signal that does not end it.
    func signal(_ number: Int32) {
        if let process { kill(process.processIdentifier, number) }
    }

    private func hasEnded(_ status: Int32) async {
        process = nil
        waiter?.resume()
        waiter = nil
        if !isEnding { await ended(status) }
    }
}
