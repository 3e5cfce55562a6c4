import ArgumentParser
import Foundation
import Postgres
import ReviewModel
import ReviewService
import ReviewWire

/// Commands about accounts, for whoever may log in to the server itself.
struct AccountGroup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "The first account of the secretariat; everyone else is invited.", subcommands: [Create.self])

    /// Makes an account with a password that is shown once.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Create an account and print its password once.")

        @ArgumentParser.Argument(help: "The login.")
        var login: String

        @Option(help: "The short name of its organisation; the secretariat is made when it does not exist.")
        var organisation = "secretariat"

        @Option(help: "state, cso, expert or secretariat.")
        var role = "secretariat"

        @Flag(help: "The account invites others of its organisation.")
        var lead = false

        @Flag(help: "The account heads the secretariat.")
        var head = false

        @Option(help: "What the secretariat is called.")
        var title = "Secretariat"

        @Option(help: "Read the password from the first line of this file instead of making one up.")
        var passwordFile: String?

        @Option(help: "The configuration file; /etc/reviewd/reviewd.yaml when there is one.")
        var config: String?

        func run() async throws {
            guard let role = Role(rawValue: role), Set<Role>.members.contains(role) else {
                throw ValidationError("--role is state, cso, expert or secretariat.")
            }
            let configuration = try await Configuration.load(file: config)
            let password = try passwordFile.map(Self.firstLine) ?? Rehearsal.password()
            let pool = Pool(configuration.database.connection, sizes: Pool.Sizes(shared: 1, leased: 1), enter: ReviewService.Service.enter)
            try await pool.start()
            do {
                try await create(role, password, pool)
                await pool.stop()
            } catch let error as PostgresError where error.constraint == Accounts.loginIsTaken {
                await pool.stop()
                throw Failure("the login \(login) is taken.")
            } catch {
                await pool.stop()
                throw error
            }
            print(passwordFile == nil ? "\(login) is made; the password, shown this once, is \(password)" : "\(login) is made.")
        }

        private func create(_ role: Role, _ password: String, _ pool: Pool) async throws {
            let (login, organisation, title, lead, head) = (login, organisation, title, lead, head)
            try await pool.transaction(Actor.system.context) { transaction in
                if role == .secretariat, organisation == "secretariat" {
                    try await Accounts.foundSecretariat(title: title, in: transaction)
                }
                try await Accounts.create(
                    login: login, organisation: organisation, role: role, isLead: lead, isHead: head, password: password,
                    iterations: Scram.iterationsDefault, in: transaction)
            }
        }

        private static func firstLine(of path: String) throws -> String {
            let text: String
            do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
                throw Failure("\(path) cannot be read: \(error.localizedDescription)")
            }
            guard let line = text.split(separator: "\n").first, !line.isEmpty else { throw Failure("\(path) holds no password.") }
            return String(line)
        }
    }
}
