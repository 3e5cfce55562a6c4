import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// Every verb, said by everyone, about a document and an obligation in every state (DOMAIN §5, PROTOCOL §2).
@Suite(.serialized) struct MatrixTests {
    static let commands = CommandTable.all.filter { if case .session = $0.action { false } else { true } }

    /// One cell: who said what, and the whole answer.
    struct Cell: Sendable {
        let who: String
        let command: Command
        let request: Request
        let reply: Reply

        var text: String { String(decoding: reply.encoded(tag: nil), as: UTF8.self) }
        var place: String { "\(who): " + String(decoding: request.encoded(), as: UTF8.self) }
    }

    static let cells = Task { () -> [Cell] in
        let papers = try await Papers.shared.value
        let samples = try await Samples.shared.value
        let documents = papers.oracle.papers.map(\.id) + [Samples.absentDocument]
        let obligations = papers.debts.examples(papers.oracle) + [Samples.absentObligation]
        return try await withThrowingTaskGroup(of: [Cell].self) { group in
            for who in papers.house.actors.keys {
                group.addTask {
                    var cells: [Cell] = []
                    for command in commands {
                        guard let requests = samples.requests(for: command, documents: documents, obligations: obligations) else {
                            continue
                        }
                        for request in requests {
                            let reply = await papers.house.dispatcher.reply(to: request, from: try papers.house.actor(who))
                            cells.append(Cell(who: who, command: command, request: request, reply: reply))
                        }
                    }
                    return cells
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    /// Six verbs are answered by the session and need a connection; who says them there stands beside each.
    @Test func `the matrix leaves out the session's own verbs, and no other`() {
        let session = CommandTable.all.map(\.name).filter { name in !Self.commands.contains { $0.name == name } }
        #expect(
            session == [
                "hello", "auth", "auth.step", "quit",  // SessionTests, LoginTests, SecureTests
                "watch", "unwatch",  // WatchTests: by everyone
            ])
    }

    @Test func `every argument that a verb needs has a sample`() async throws {
        let samples = try await Samples.shared.value
        let missing = Self.commands.filter { command in
            samples.requests(for: command, documents: [Samples.absentDocument], obligations: [Samples.absentObligation]) == nil
        }.map(\.name)
        #expect(missing.isEmpty, "give an argument of \(missing) a sample in Samples.swift")
    }

    @Test func `every verb succeeds for somebody`() async throws {
        let cells = try await Self.cells.value
        let successful = Set(cells.filter { !$0.reply.code.isRefusal }.map(\.command.name))
        for command in Self.commands where !successful.contains(command.name) {
            let answers = Set(cells.filter { $0.command.name == command.name }.map { $0.final })
            Issue.record("nobody succeeded with \(command.name): \(answers.sorted().prefix(6))")
        }
    }

    @Test func `nothing is a fault of the server`() async throws {
        for cell in try await Self.cells.value where cell.reply.code == .fault || cell.reply.code == .temporary {
            Issue.record("\(cell.place) \(cell.text)")
        }
    }

    @Test func `430 and 431 by role are told exactly to those whose role the verb is not for`() async throws {
        let papers = try await Papers.shared.value
        for cell in try await Self.cells.value {
            let role = try papers.house.actor(cell.who).role
            let isFor = cell.command.roles.contains(role)
            let word = cell.reply.json["err"]?.text
            #expect((cell.reply.code == .loginFirst) == (!isFor && role == .public), "\(cell.place) \(cell.text)")
            #expect((word == "session/role") == (!isFor && role != .public), "\(cell.place) \(cell.text)")
        }
    }

    @Test func `a changing verb lets in exactly those whose work it is`() async throws {
        let cells = Dictionary(grouping: try await Self.cells.value.filter(\.command.isMutation), by: \.command.name)
        for (verb, cells) in cells {
            let letIn = Set(cells.filter { !Doers.isShutOut($0.reply.json["err"]?.text ?? "") }.map(\.who))
            #expect(letIn == Doers.of[verb], "\(verb): \(letIn.sorted())")
        }
    }

    @Test func `an answer names no document and no obligation that its reader may not see`() async throws {
        let papers = try await Papers.shared.value
        let all = Set(papers.oracle.papers.map(\.id) + papers.debts.all.map(\.id))
        for cell in try await Self.cells.value where cell.command.name != "placeholder.list" {
            let asked = Set(cell.request.arguments.map(\.value))
            let named = identifiers("D", in: cell.text).union(identifiers("B", in: cell.text))
            let leaked = named.intersection(all).subtracting(papers.visible(to: cell.who)).subtracting(asked)
            #expect(leaked.isEmpty, "\(cell.place) \(papers.oracle.papers.filter { leaked.contains($0.id) }.map(\.name))")
        }
    }

    @Test func `nobody is told where another gets mail`() async throws {
        for cell in try await Self.cells.value where cell.text.contains("focal@example.org") {
            #expect(cell.who == "focal" && cell.command.name == "notice.preferences", "\(cell.place)")
        }
    }

    @Test func `obligations of every state are in it, whoever may see them`() async throws {
        let papers = try await Papers.shared.value
        let examples = Set(papers.debts.examples(papers.oracle))
        let debts = papers.debts.all.filter { examples.contains($0.id) }
        #expect(Set(debts.filter { $0.document == nil }.map(\.state)) == Set(ObligationState.allCases))
        #expect(Set(debts.filter { $0.document != nil }.map(\.state)).isSuperset(of: [.open, .met, .void]))
    }

    @Test(arguments: ["obligation.show", "obligation.explain"])
    func `one obligation is shown to exactly those who may see what is to be answered`(verb: String) async throws {
        let papers = try await Papers.shared.value
        for cell in try await Self.cells.value where cell.command.name == verb {
            let isVisible = papers.visible(to: cell.who).contains(cell.subject ?? "")
            #expect(!cell.reply.code.isRefusal == isVisible, "\(cell.place) \(cell.text)")
        }
    }

    @Test(arguments: ["document.list", "event.list"])
    func `a list of documents and the record hold exactly what the reader may see`(verb: String) async throws {
        let papers = try await Papers.shared.value
        for who in papers.house.actors.keys {
            let text = try await papers.house.wire(who, "\(verb) review=\(papers.house.review) limit=1000")
            let visible = papers.oracle.visible(to: papers.oracle.reader(who))
            let shown = identifiers("D", in: text)
            #expect(
                shown == visible, "\(who) \(verb): \(papers.oracle.papers.filter { shown.symmetricDifference(visible).contains($0.id) })")
        }
    }

    @Test(arguments: ["document.show", "document.get", "document.versions"])
    func `one document is shown to exactly those who may see it`(verb: String) async throws {
        let papers = try await Papers.shared.value
        for cell in try await Self.cells.value where cell.command.name == verb {
            let id = cell.request["document"] ?? ""
            let isVisible = papers.oracle.visible(to: papers.oracle.reader(cell.who)).contains(id)
            #expect(
                !cell.reply.code.isRefusal == isVisible, "\(cell.place) \(papers.oracle.papers.first { $0.id == id }?.name ?? "absent")")
        }
    }

    @Test func `answers are asked for from exactly those who may see what is to be answered`() async throws {
        let papers = try await Papers.shared.value
        for who in papers.house.actors.keys {
            let reader = papers.oracle.reader(who)
            let owed = Set(papers.oracle.papers.filter { $0.isToBeAnswered && papers.oracle.sees(reader, $0) }.map(\.id))
            let text = try await papers.house.wire(who, "obligation.list review=\(papers.house.review) limit=1000")
            #expect(identifiers("D", in: text) == owed, "\(who)")
        }
    }

    @Test func `everybody is shown the same placeholders, and none of a hidden contribution that was never public`() async throws {
        let papers = try await Papers.shared.value
        let names =
            ["withheld", "withdrawn after it was public"].flatMap { ["named \($0)", "hidden \($0)"] } + ["named withheld for experts"]
        let expected = Set(papers.oracle.papers.filter { names.contains($0.name) }.map(\.id))
        for who in papers.house.actors.keys {
            let text = try await papers.house.wire(who, "placeholder.list limit=1000")
            #expect(identifiers("D", in: text) == expected, "\(who)")
            #expect(!text.contains("open-door"), "\(who)")
        }
    }

    @Test func `what one may not see is answered like what does not exist, to the octet`() async throws {
        let papers = try await Papers.shared.value
        let cells = try await Self.cells.value
        var absent: [String: String] = [:]
        func key(_ cell: Cell) -> String {
            let names = cell.request.arguments.filter { $0.value != cell.subject }.filter { $0.name != "if" }.map {
                "\($0.name)=\($0.value)"
            }
            let subject = cell.request.arguments.first { $0.value == cell.subject }?.name ?? ""
            return "\(cell.who) \(cell.command.name) \(subject) \(names)"
        }
        for cell in cells where Samples.absent.contains(cell.subject ?? "") { absent[key(cell)] = cell.text }
        for cell in cells {
            guard let subject = cell.subject, !Samples.absent.contains(subject) else { continue }
            guard !papers.visible(to: cell.who).contains(subject) else { continue }
            #expect(cell.text == absent[key(cell)], "\(cell.place)")
        }
    }

    @Test func `whose a hidden contribution is, its file's name and its digest stand in no answer to others`() async throws {
        let papers = try await Papers.shared.value
        // An organisation and its people are public facts of their own; only beside a document would their names tell.
        let aboutPeople = ["organisation.", "accreditation.", "account.", "nomination.", "invitation.", "whoami"]
        for cell in try await Self.cells.value {
            let reader = papers.oracle.reader(cell.who)
            let secrets = papers.oracle.secrets(from: reader)
            guard !secrets.isEmpty else { continue }
            let text = cell.text
            #expect(!text.contains(papers.fileName), "\(cell.place)")
            if !papers.oracle.papers.contains(where: { $0.name == "hidden experts" && papers.oracle.sees(reader, $0) }) {
                for digest in papers.digests { #expect(!text.contains(digest), "\(cell.place)") }
            }
            guard !aboutPeople.contains(where: { cell.command.name.hasPrefix($0) }) else { continue }
            for secret in secrets { #expect(!text.contains(secret), "\(cell.place) \(secret)") }
        }
    }
}

extension MatrixTests.Cell {
    /// The document or the obligation that the request is about.
    var subject: String? { request.arguments.first { Samples.subjectNames.contains($0.name) }?.value }

    /// The final line of the reply.
    var final: String { "\(reply.code.rawValue) \(String(decoding: reply.json.encoded(), as: UTF8.self))" }
}
