import ArgumentParser
import Foundation
import ReviewClient

/// Puts a daemon under load and says how it bears it; `scripts/bench` reads the JSON.
@main
struct LoadGenerator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load-generator",
        abstract: "A closed loop of requests over plain connections, on one thread and without allocations while it runs.",
        subcommands: [Bench.self, Read.self, Write.self, Idle.self], defaultSubcommand: Bench.self)
}

/// What each kind of load needs to know.
struct LoadOptions: ParsableArguments {
    @Option(name: .long, help: "host:port or unix:/path of a plain listener.")
    var server: String = "127.0.0.1:7117"

    @Option(name: .long, help: "The credentials.json of the installation.", completion: .file())
    var credentials: String = "credentials.json"

    @Option(name: .long, help: "Use the accounts of this role.")
    var role: String = "cso"

    @Option(name: .long, help: "Use this account only.")
    var login: String?

    @Option(name: .long, help: "Connections at once.")
    var connections: Int = 8

    @Option(name: .long, help: "How long to measure, in seconds.")
    var seconds: Double = 10

    @Flag(name: .long, help: "One JSON object in place of text.")
    var json = false

    func validate() throws {
        guard connections > 0, seconds >= 0 else { throw ValidationError("--connections and --seconds must be positive.") }
    }

    var address: ServerAddress {
        get throws {
            guard let address = ServerAddress(server) else { throw ValidationError("'\(server)' is not an address.") }
            return address
        }
    }

    /// One token for each account that is used.
    func tokens() async throws -> [String] {
        let accounts = try Account.load(credentials).filter { login == nil ? $0.role == role : $0.login == login }
        guard !accounts.isEmpty else { throw ValidationError("\(credentials) has no account that fits.") }
        var tokens: [String] = []
        for account in accounts.prefix(connections) { tokens.append(try await account.token(at: address)) }
        return tokens
    }
}

/// What a closed loop of requests needs to know besides.
struct LoopOptions: ParsableArguments {
    @OptionGroup var load: LoadOptions

    @Option(name: .long, help: "Requests under way on each connection; by default 8 reads or 1 write.")
    var inFlight: Int?

    @Option(name: .long, help: "Seconds before measuring begins.")
    var warmUp: Double = 1

    @Option(name: .long, help: "The review that the usual request names.")
    var review: String?

    @Option(name: .long, help: "Another request: for a write without key and body.")
    var request: String?

    /// Sends `request`, or what is `usual` for the review, and prints what was measured.
    func run(_ name: String, inFlight usualInFlight: Int, usual: (_ review: String) -> String, _ workload: (String) -> Workload)
        async throws
    {
        guard let line = request ?? review.map(usual) else { throw ValidationError("Name --review or --request.") }
        let loop = ClosedLoop(
            address: try load.address, tokens: try await load.tokens(), connections: load.connections, inFlight: inFlight ?? usualInFlight,
            workload: workload(line))
        try loop.run(warmUpSeconds: warmUp, seconds: load.seconds).print(name: name, json: load.json)
    }
}

/// Twenty rows of one review, or any other reading request, over and over.
struct Read: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Read over and over.")

    @OptionGroup var options: LoopOptions

    func run() async throws {
        try await options.run("read", inFlight: 8, usual: Subject.listing) { .fixed(Array(($0 + "\n").utf8)) }
    }
}

/// A contribution of 2 KiB over and over, each with a key of its own.
struct Write: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Submit contributions over and over.")

    @OptionGroup var options: LoopOptions

    @Option(name: .long, help: "Octets of the body.")
    var bodyBytes: Int = 2048

    func run() async throws {
        try await options.run("write", inFlight: 1, usual: Subject.submission) { .keyed(lines: [$0], bodyBytes: bodyBytes) }
    }
}

/// Many connections that are logged in and say nothing.
struct Idle: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hold logged-in connections; says 'connected N' when all are there, and counts at the end who still answers a ping.")

    @OptionGroup var options: LoadOptions

    @Flag(name: .long, help: "Hold until standard input ends, in place of --seconds.")
    var untilInputEnds = false

    func run() async throws {
        let crowd = IdleCrowd(address: try options.address, tokens: try await options.tokens(), count: options.connections)
        try crowd.run(holdSeconds: untilInputEnds ? nil : options.seconds, json: options.json)
    }
}
