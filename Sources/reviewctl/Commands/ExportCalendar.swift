import ArgumentParser
import ReviewWire

/// Writes what one owes, and the sessions that one takes part in, as a file for other programs' calendars.
struct ExportCalendar: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Write what you owe, and your sessions, as an iCalendar.",
        usage: """
            reviewctl calendar [R-…] > mine.ics
                   reviewctl calendar [R-…] --output mine.ics
            """,
        discussion: """
            Without a review it holds what your roles owe in all of them, and the sessions of those in which you have a function. \
            Import it again when something has moved: every entry keeps its identity, and the newer one replaces the older. \
            'reviewctl calendar list' and 'reviewctl calendar show' are the server's verbs for working calendars.
            """)

    @Argument(help: "Only this review.")
    var review: String?

    @Option(name: [.long, .customShort("o")], help: ArgumentHelp("Write it here.", valueName: "file"), completion: .file())
    var output: String?

    @OptionGroup var options: Options

    func run() async throws {
        let named = review.map { RequestField("review", ($0.hasPrefix("review=") ? String($0.dropFirst(7)) : $0).uppercased()) }
        let session = try Session(options)
        // Whole before any of it is written: half a calendar would take away the other half.
        let reply = try await session.client.send(
            Request(verb: "calendar.export", arguments: named.map { [$0] } ?? []), repeatable: true)
        let printer = Printer(json: options.json, outputPath: output)
        for line in reply.data { try printer.take(line) }
        try printer.finish(reply)
        await session.client.close()
        let status = ExitStatus(code: reply.code)
        guard status == .done else { throw status }
    }
}
