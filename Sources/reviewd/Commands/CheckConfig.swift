import ArgumentParser
import ReviewServer
import ReviewService

/// Reads everything that `serve` would read, and says what is wrong with it.
struct CheckConfig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config", abstract: "Check the configuration, the procedures and the calendars; touch nothing.")

    @Option(help: "The configuration file; /etc/reviewd/reviewd.yaml when there is one.")
    var config: String?

    @Flag(help: "Also reach the database, and see that serve would start from it, with the procedures that its cycles began with.")
    var database = false

    func run() async throws {
        let configuration = try await Configuration.load(file: config)
        try Server.check(configuration.server)
        let catalog = try Demonstration.procedures(in: configuration.files.config)
        if database { try await Preconditions(database: configuration.database.connection, files: configuration.files).check() }
        print("database    \(configuration.database.connection)")
        let listeners = configuration.server.plain.map { "\($0) plain" } + configuration.server.tls.map { "\($0) TLS" }
        print("listeners   \(listeners.joined(separator: ", "))")
        print("procedures  \(catalog.procedures.keys.sorted().joined(separator: ", "))")
        print("calendars   \(catalog.calendars.keys.sorted().joined(separator: ", "))")
        print("the configuration is good.")
    }
}
