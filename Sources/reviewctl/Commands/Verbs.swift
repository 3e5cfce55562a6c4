import ArgumentParser
import ReviewWire

/// Lists what the server lets one's role say.
struct Verbs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the server's verbs for your role.")

    @OptionGroup var options: Options

    func run() async throws {
        let session = try Session(options)
        session.forgetVerbs()
        guard let book = try await session.verbs() else { throw Failure(.refused, "The server has no help.") }
        await session.client.close()
        let rows = book.verbs.map { verb in
            JSONValue.object([
                ("verb", .string(verb.verb)), ("changes", .bool(verb.mutates)), ("summary", .string(verb.summary)),
            ])
        }
        if options.json {
            for row in rows { Terminal.say(json: row.encoded()) }
        } else {
            for line in Table(rows: rows).lines(columns: Terminal.columns) { Terminal.say(line) }
        }
    }
}
