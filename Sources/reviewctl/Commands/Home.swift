import ArgumentParser
import ReviewClient
import ReviewWire

/// What is on one's desk: what is owed, where one may contribute, what to look at.
struct Home: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What your role owes, may contribute to and should look at.")

    /// One part of the page: a heading and the listing below it. A verb that the server or one's role does not have is left out.
    private struct Section {
        let title: String
        let empty: String
        let request: Request
    }

    private static let sections = [
        Section(title: "You owe", empty: "nothing", request: Request("obligation.list", ["mine": "yes"])),
        Section(title: "You may contribute to", empty: "nothing is open to you now", request: Request("window.list", ["mine": "yes"])),
        Section(title: "Awaiting a response", empty: "nothing", request: Request("response.list", ["state": "open"])),
        Section(title: "Conflicts of interest", empty: "none declared", request: Request("conflict.list")),
        Section(title: "Reviews", empty: "none", request: Request("review.list", ["limit": "20"])),
    ]

    @OptionGroup var options: Options

    func run() async throws {
        let session = try Session(options)
        await session.tellRetries()
        let book = try await session.verbs()
        let connection = try await session.client.open()
        try greet(session, connection, try await session.client.send(Request("whoami"), repeatable: true).orThrow())
        for section in Self.sections where book?[section.request.verb] != nil {
            var reply = try await session.client.send(section.request, repeatable: true)
            if reply.final.code == .argument {
                reply = try await session.client.send(Request(section.request.verb), repeatable: true)
            }
            guard reply.isDone else { continue }
            show(section, try reply.rows(), next: reply.next)
        }
        await session.client.close()
        let waiting = try Spool.entries().filter { $0.state != .refused }.count
        if waiting > 0 { Terminal.hint("\n\(waiting) unsent in the spool: 'reviewctl retry' sends them.") }
    }

    private func greet(_ session: Session, _ connection: ReviewConnection, _ who: ServerReply) throws {
        let account = try who.rows().first ?? who.result
        if options.json { return Terminal.output(JSONValue.object([("whoami", account)]).encoded() + [0x0A]) }
        let words = ["login", "role", "organisation"].compactMap { account[$0]?.text }
        let name = words.isEmpty ? "public" : words.joined(separator: ", ")
        let rehearsal = connection.greeting["rehearsal"]?.flag == true ? ", a rehearsal" : ""
        Terminal.say(Terminal.bold(SafeText.visible("\(name) at \(session.address)\(rehearsal)")))
        if let time = connection.greeting["time"]?.text { Terminal.say(SafeText.visible("The server's clock: \(time)")) }
    }

    private func show(_ section: Section, _ rows: [JSONValue], next: String?) {
        if options.json {
            for row in rows {
                Terminal.output(JSONValue.object([("section", .string(section.request.verb)), ("row", row)]).encoded() + [0x0A])
            }
            return
        }
        Terminal.say("\n" + Terminal.bold(section.title))
        if rows.isEmpty { return Terminal.say("  " + section.empty) }
        let columns = Terminal.columns.map { max($0 - 2, 20) }
        for line in Table(rows: rows).lines(columns: columns) { Terminal.say("  " + line) }
        if next != nil { Terminal.say("  … and more: reviewctl \(section.request.verb.replacing(".", with: " ")) --all") }
    }
}
