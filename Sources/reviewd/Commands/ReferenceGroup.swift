import ArgumentParser
import Postgres
import ReviewService

/// Commands about the reference data of config/reference.
struct ReferenceGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "The parties, their names, groups and instruments.", subcommands: [Load.self])

    /// Loads the tables; what is there already is brought up to date.
    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Load config/reference; running it again changes nothing.")

        @Option(help: "The configuration file; /etc/reviewd/reviewd.yaml when there is one.")
        var config: String?

        @Option(help: "The connection string of the owner, such as \"dbname=reviewd user=reviewd_owner\".")
        var database: String?

        func run() async throws {
            let configuration = try await Configuration.load(file: config)
            let owner =
                try database.map { try ConnectionString($0).refusingPlainText("--database") }
                ?? configuration.database.connection.with(user: "reviewd_owner")
            try await ReferenceLoad(config: configuration.files.config).run(owner)
            print("the reference data is loaded.")
        }
    }
}
