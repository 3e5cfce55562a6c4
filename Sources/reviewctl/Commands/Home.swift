import ArgumentParser
import ReviewClient
import ReviewWire

/// What is on one's desk: what is owed, where one may contribute, what to look at.
struct Home: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What your role owes, may contribute to and should look at.")

    /// One part of the page. It is left out when the server or one's role does not have the verb or an argument of it; so is a column.
    private struct Section {
        let title: String
        let empty: String
        let request: Request
        let columns: [String]
        /// Whose desk it is on; nil is everybody's.
        var roles: Set<String>?
        /// Nothing to say is worth saying only where one would look for it.
        var isShownEmpty = true
    }

    private static let owed = ["due_local", "due_zone", "review", "party", "stage", "rule", "document", "owed_by", "id", "ver"]

    private static let sections = [
        Section(
            title: "You owe", empty: "nothing", request: Request("obligation.list", ["mine": "yes", "state": "open"]),
            columns: owed),
        Section(
            title: "Overdue, and still owed", empty: "nothing", request: Request("obligation.list", ["mine": "yes", "state": "missed"]),
            columns: owed, isShownEmpty: false),
        Section(
            title: "More time is asked for", empty: "nobody asks", request: Request("obligation.list", ["asked": "yes"]),
            columns: owed, roles: ["secretariat"], isShownEmpty: false),
        Section(
            title: "Messages that could not leave", empty: "none", request: Request("outbox.list", ["state": "dead"]),
            columns: ["id", "review", "channel", "attempt", "last_error", "created_at", "ver"], roles: ["secretariat"], isShownEmpty: false),
        Section(
            title: "You may contribute to", empty: "nothing is open to you now", request: Request("window.list", ["mine": "yes"]),
            columns: ["review", "party", "stage", "window", "document_kind", "closes_at"]),
        Section(
            title: "Your drafts", empty: "none", request: Request("document.list", ["state": "draft"]),
            columns: ["id", "review", "kind", "title", "language", "ver"], isShownEmpty: false),
        Section(
            title: "Unfinished uploads", empty: "none", request: Request("upload.list"),
            columns: ["upload", "name", "at", "size", "state", "expires_at"], isShownEmpty: false),
        Section(
            title: "Conflicts of interest", empty: "none declared", request: Request("conflict.list"),
            columns: ["id", "review", "account", "reason", "state", "declared_at", "ver"], isShownEmpty: false),
        Section(
            title: "Applications for accreditation", empty: "none", request: Request("accreditation.list", ["state": "applied"]),
            columns: ["id", "organisation", "title", "class", "objections", "applied_at", "ver"], isShownEmpty: false),
        Section(
            title: "Reviews", empty: "none", request: Request("review.list", ["state": "open", "limit": "20"]),
            columns: ["id", "party", "instruments", "stages", "state", "starts_on"]),
    ]

    @OptionGroup var options: Options

    func run() async throws {
        let session = try Session(options)
        let book = try await session.verbs()
        let connection = try await session.client.open()
        let who = try await session.client.send(Request("whoami"), repeatable: true).orThrow().result
        try greet(session, connection, who)
        try await warnIfHeld(connection)
        let sections = Self.sections.filter { section in
            section.roles?.contains(who["role"]?.text ?? "") ?? true && isKnown(section.request, book)
        }
        let replies = try await connection.send(sections.map(\.request))
        for (section, reply) in zip(sections, replies) where reply.isDone {
            show(section, try reply.rows(), next: reply.next)
        }
        await session.client.close()
        let kept = try Spool.entries().filter { $0.isOf(session) }
        let refused = kept.count { $0.state == .refused }
        if kept.count > refused { Terminal.hint("\n\(kept.count - refused) unsent in the spool: 'reviewctl retry' sends them.") }
        if refused > 0 {
            Terminal.hint("\n\(refused) refused in the spool, kept with their texts: 'reviewctl spool list', 'reviewctl spool drop'.")
        }
    }

    private func isKnown(_ request: Request, _ book: VerbBook?) -> Bool {
        guard let verb = book?[request.verb] else { return false }
        return request.arguments.allSatisfy { $0.name == "limit" || verb.arguments.contains($0.name) }
    }

    /// While the schedule stands still nobody is reminded: that comes before everything else.
    private func warnIfHeld(_ connection: ReviewConnection) async throws {
        let clock = try await connection.send(Request("clock.show")).result
        guard let since = clock["held_since"]?.text, !options.json else { return }
        let reason = clock["held_because"]?.text ?? ""
        Terminal.say(Terminal.bold(SafeText.visible("The schedule is held since \(since): \(reason)")))
    }

    private func greet(_ session: Session, _ connection: ReviewConnection, _ account: JSONValue) throws {
        if options.json { return Terminal.say(json: JSONValue.object([("whoami", account)]).encoded()) }
        let words = ["login", "role", "organisation"].compactMap { account[$0]?.text }
        let rehearsal = connection.greeting["rehearsal"]?.flag == true ? ", a rehearsal" : ""
        Terminal.say(Terminal.bold(SafeText.visible("\(words.joined(separator: ", ")) at \(session.address)\(rehearsal)")))
        if let time = connection.greeting["time"]?.text { Terminal.say(SafeText.visible("The server's clock: \(time)")) }
    }

    private func show(_ section: Section, _ rows: [JSONValue], next: String?) {
        if options.json {
            for row in rows {
                Terminal.say(json: JSONValue.object([("section", .string(section.request.verb)), ("row", row)]).encoded())
            }
            return
        }
        guard !rows.isEmpty || section.isShownEmpty else { return }
        Terminal.say("\n" + Terminal.bold(section.title))
        if rows.isEmpty { return Terminal.say("  " + section.empty) }
        let known = rows.map { row in
            let picked = section.columns.compactMap { name in row[name].map { (name, $0) } }
            return picked.isEmpty ? row : .object(picked)
        }
        for line in Table(rows: known).lines(columns: Terminal.columns.map { max($0 - 2, 20) }) { Terminal.say("  " + line) }
        if next != nil { Terminal.say("  … and more: reviewctl \(section.request.verb.replacing(".", with: " ")) --all") }
    }
}
