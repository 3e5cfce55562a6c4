import ArgumentParser
import Postgres
import ReviewService

/// Commands about the reference data of config/reference.
struct ReferenceGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference", abstract: "Parties, instruments, procedures and working calendars.", subcommands: [Load.self])

    /// Loads the tables; what is there already is brought up to date, and deadlines follow the calendars.
    struct Load: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load reference data, calendars and procedures, and say which deadlines moved; running it again changes nothing.")

        @Option(help: "The configuration file; /etc/reviewd/reviewd.yaml when there is one.")
        var config: String?

        @Option(help: "The connection string of the owner, such as \"dbname=reviewd user=reviewd_owner\".")
        var database: String?

        func run() async throws {
            let configuration = try await Configuration.load(file: config)
            let owner =
                try database.map { try ConnectionString($0).refusingPlainText("--database") }
                ?? configuration.database.connection.with(user: "reviewd_owner")
            let summary = try await ReferenceLoad(config: configuration.files.config).run(owner) { print("\($0.number): \($0.what)") }
            print("the reference data is loaded.")
            guard let moved = summary.moved else {
                return print("the schedule is held: deadlines are computed anew when it is released.")
            }
            for move in moved {
                print("\(move.obligation) \(move.name) of \(move.party): \(move.from ?? "no date") -> \(move.to) \(move.zone)")
            }
            if !moved.isEmpty { print("\(moved.count) deadlines moved; those who owe them are told.") }
        }
    }
}
