import ArgumentParser
import Foundation
import ReviewServer
import ServiceLifecycle

/// Runs the daemon until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve until SIGTERM or SIGINT, then drain.")

    @Option(help: "The configuration file; /etc/reviewd/reviewd.yaml when there is one.")
    var config: String?

    @Option(help: "Create and own a private PostgreSQL in this folder.")
    var embedded: String?

    @Option(help: "Listen in plain text on this port of 127.0.0.1, instead of the configured addresses.")
    var port: Int?

    @Option(help: "Listen with TLS on this port of 127.0.0.1, instead of the configured addresses.")
    var tlsPort: Int?

    @Flag(help: "With --embedded: a rehearsal with real parties, people of every role and one open review.")
    var demo = false

    func validate() throws {
        if demo, embedded == nil { throw ValidationError("--demo needs --embedded DIR.") }
        for port in [port, tlsPort].compactMap({ $0 }) where !(0...65535).contains(port) {
            throw ValidationError("a port is a number from 0 to 65535.")
        }
    }

    func run() async throws {
        Process.raiseDescriptorLimit()
        var configuration = try await Configuration.load(file: config)
        EventLoops.use(configuration.eventLoops)
        if port != nil || tlsPort != nil {
            configuration.server.plain = port.map { [.tcp(host: "127.0.0.1", port: $0)] } ?? []
            configuration.server.tls = tlsPort.map { [.tcp(host: "127.0.0.1", port: $0)] } ?? []
        }
        guard let embedded else { return try await serve(configuration) }
        // The signals are taken from here on: PostgreSQL must not stay behind when it is told to stop before it serves.
        let daemon = EmbeddedDaemon(configuration: configuration, directory: embedded, isDemo: demo)
        try await ServiceGroup([daemon], heedsSignals: true).run()
    }

    private func serve(_ configuration: Configuration) async throws {
        try await Preconditions(database: configuration.database.connection, files: configuration.files).check()
        try await Wiring(configuration: configuration, database: configuration.database.connection) { addresses in
            Announcement(addresses: addresses).print()
        }.run()
    }
}

extension Process {
    /// As many connections as the system allows: each is a descriptor.
    fileprivate static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        // Without it the daemon serves fewer connections, which is no reason not to start.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
