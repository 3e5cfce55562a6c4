import ArgumentParser
import Foundation
import ReviewWire

/// Looks at and clears the spool of unsent changes.
struct SpoolCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spool", abstract: "Show or drop changes that could not be sent.", subcommands: [List.self, Show.self, Drop.self],
        defaultSubcommand: List.self)

    /// Lists the entries of all logins.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List unsent and refused changes.")

        @Flag(name: .long, help: "One JSON object a line, for programs.")
        var json = false

        func run() async throws {
            let rows = try Spool.entries().map { entry in
                JSONValue.object([
                    ("number", .int(Int64(entry.number))), ("state", .string(entry.state.rawValue)), ("login", .string(entry.login)),
                    ("server", .string(entry.server)), ("request", .string(entry.line)),
                    ("body", .int(Int64(entry.body?.count ?? 0))), ("key", .string(entry.key)), ("because", .string(entry.because)),
                ])
            }
            if json {
                for row in rows { Terminal.say(json: row.encoded()) }
            } else if rows.isEmpty {
                Terminal.hint("nothing")
            } else {
                for line in Table(rows: rows).lines(columns: Terminal.columns) { Terminal.say(line) }
            }
        }
    }

    /// Gives back the text of an entry, so that a refused one can be mended and sent anew.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write the body of one entry to standard output.")

        @Argument(help: "A number from 'spool list'.")
        var number: Int

        func run() async throws {
            guard let entry = try Spool.entries().first(where: { $0.number == number }) else {
                throw Failure(.notVisible, "The spool holds no \(number).")
            }
            Terminal.hint(SafeText.visible(entry.line))
            Terminal.output(entry.body.map { [UInt8]($0) } ?? [])
        }
    }

    /// Removes entries for good.
    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Drop entries; they are not sent any more.")

        @Argument(help: "Numbers from 'spool list'.")
        var numbers: [Int] = []

        @Flag(name: .long, help: "Drop everything.")
        var all = false

        func validate() throws {
            guard all != !numbers.isEmpty else { throw ValidationError("Name numbers from 'spool list', or --all.") }
        }

        func run() async throws {
            let entries = try Spool.entries()
            if let missing = numbers.first(where: { number in !entries.contains { $0.number == number } }) {
                throw Failure(.notVisible, "The spool holds no \(missing).")
            }
            for entry in entries where all || numbers.contains(entry.number) { entry.drop() }
        }
    }
}
