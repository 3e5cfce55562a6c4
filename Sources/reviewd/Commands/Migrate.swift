import ArgumentParser
import Postgres

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
        let owner = try database.map { try ConnectionString($0) } ?? configuration.database.connection.with(user: "reviewd_owner")
        let applied = try await Migrator(directory: configuration.files.sql).migrate(owner)
        for migration in applied { print("applied \(migration.id)") }
        if applied.isEmpty { print("nothing to apply.") }
        try await settle(owner)
    }

    /// Decides once what this installation is; a later run changes nothing.
    private func settle(_ owner: ConnectionString) async throws {
        let connection = try await Connection.open(owner)
        defer { Task { await connection.close() } }
        _ = try await connection.flight([
            """
            insert into installation (rehearsal, secret, created_at)
            select \(rehearsal), uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), clock_timestamp()
            where not exists (select from installation)
            """
        ])
    }
}
