import ArgumentParser
import Postgres
import ReviewService

/// Brings the database to this release's schema, as its owner.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Apply what is missing of sql/: migrations, then policies and views. Run it as reviewd_owner.")

    @Option(help: "The configuration file; /etc/reviewd/reviewd.yaml when there is one.")
    var config: String?

    @Option(help: "The connection string of the owner, such as \"dbname=reviewd user=reviewd_owner\".")
    var database: String?

    @Flag(help: "Settle a new installation as a rehearsal, whose clock can be moved; it can never become a live one.")
    var rehearsal = false

    func run() async throws {
        let configuration = try await Configuration.load(file: config)
        let owner =
            try database.map { try ConnectionString($0).refusingPlainText("--database") }
            ?? configuration.database.connection.with(user: "reviewd_owner")
        let applied = try await Migrator(directory: configuration.files.sql).migrate(owner)
        for migration in applied { print("applied \(migration.id)") }
        if applied.isEmpty { print("nothing to apply.") }
        try await Installation.settle(owner, isRehearsal: rehearsal)
    }
}
