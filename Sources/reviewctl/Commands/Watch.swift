import ArgumentParser
import ReviewClient
import ReviewWire

/// Shows events as they happen, and goes on from the last one after a loss.
struct Watch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show events as they happen.",
        usage: "reviewctl watch R-… | topic=review/R-… [after=CURSOR] [<options>]",
        discussion: "Ends with ^C. With --json each event is one object with its cursor in 'after'.")

    @Argument(help: "A review, or topic=… and after=….")
    var words: [String] = []

    @Option(name: .long, help: ArgumentHelp("End after so many events.", valueName: "n"))
    var count: Int?

    @OptionGroup var options: Options

    /// How a watch that stood waits for a server that is away longer than any command does; another in tests.
    @TaskLocal static var pause = Pause.real
    private static let pauseMilliseconds: Int64 = 15_000

    func run() async throws {
        let arguments = try words.map { word in
            try word.contains("=") ? Invocation.argument(word) : RequestField("topic", "review/" + word.uppercased())
        }
        var request = Request(
            verb: "watch",
            arguments: arguments.map { $0.name == "review" ? RequestField("topic", "review/" + $0.value.uppercased()) : $0 })
        guard request["topic"] != nil else { throw Failure(.usage, "Say what to watch, for example: reviewctl watch R-4KT9M2Q7XC") }
        let session = try Session(options)
        var (seen, hasStood) = (0, false)
        while true {
            do {
                let connection = try await session.client.open()
                let pushes = connection.pushes()
                try await connection.send(request).orThrow()
                hasStood = true
                Terminal.hint("watching; ^C ends")
                for await line in pushes {
                    let event = try line.object()
                    if let after = event["after"]?.text { request.set("after", after) }
                    show(line, event)
                    if line.code == .event { seen += 1 }
                    if let count, seen >= count { return await session.client.close() }
                    // Events were dropped, or the server is leaving: read again from the cursor on a new watch.
                    if line.code == .dropped { break }
                }
            } catch let error as ClientError where hasStood && error.isPassing {
                Terminal.hint(SafeText.visible("the server is away; trying again in \(Self.pauseMilliseconds / 1000) s: \(error)"))
                await Self.pause.wait(Self.pauseMilliseconds)
            }
            await session.client.disconnect()
        }
    }

    private func show(_ line: ServerLine, _ event: JSONValue) {
        if options.json { return Terminal.say(json: line.json) }
        switch line.code {
        case .event:
            let rest = (event.members ?? []).filter { !["watch", "after", "event"].contains($0.0) }
            let words = rest.map { "\(SafeText.visible($0.0))=\(Table.cell($0.1))" }.joined(separator: " ")
            Terminal.say("\(Table.cell(event["event"] ?? "event"))  \(words)")
        case .dropped: Terminal.hint("some events were dropped; reading them again")
        default: Terminal.hint(SafeText.visible("notice: \(event["msg"]?.text ?? event["err"]?.text ?? "")"))
        }
    }
}
