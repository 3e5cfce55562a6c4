import ArgumentParser
import Foundation

/// The daemon's command line.
@main
struct Reviewd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reviewd",
        abstract: "The daemon of a treaty review mechanism.",
        subcommands: [
            Serve.self, Deliver.self, Migrate.self, CheckConfig.self, AccountGroup.self, ReferenceGroup.self, ProcedureGroup.self,
            JobsGroup.self, Restored.self, TakeBounce.self,
        ])

    static func main() async {
        // A peer that goes away while we write is an error of that one connection.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand { try await asynchronous.run() } else { try command.run() }
        } catch {
            exit(withError: Failure.explaining(error))
        }
    }
}
