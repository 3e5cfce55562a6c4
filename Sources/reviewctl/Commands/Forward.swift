import ArgumentParser
import Foundation
import ReviewClient
import ReviewWire

/// Sends any verb of the server: the command when no other is named.
struct Forward: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send a verb of the server (this is what happens when no subcommand is named).",
        usage: "reviewctl NOUN VERB [name=value …] [-|--body FILE] [--output FILE] [--all] [<options>]",
        shouldDisplay: false)

    @Argument(help: "The verb, then name=value; a lone - takes the body from standard input.")
    var words: [String] = []

    @Option(name: .long, help: ArgumentHelp("Send this file as the body; - is standard input.", valueName: "file"), completion: .file())
    var body: String?

    @Option(
        name: [.long, .customShort("o")], help: ArgumentHelp("Write a document's octets here.", valueName: "file"), completion: .file())
    var output: String?

    @Flag(name: .long, help: "All pages of a listing.")
    var all = false

    @OptionGroup var options: Options

    func run() async throws {
        let invocation = try Invocation(words)
        var request = invocation.request
        if let path = body ?? (invocation.takesStandardInput ? "-" : nil) { request.body = try Body.read(path) }
        let session = try Session(options)
        await session.tellRetries()
        let printer = Printer(json: options.json, outputPath: output)
        let status: ExitStatus
        if let verb = try await verb(request.verb, session), verb.mutates {
            status = try await change(request, verb, session, printer)
        } else {
            status = try await read(request, session, printer)
        }
        await session.client.close()
        guard status == .done else { throw status }
    }

    /// What the server's help says of a verb; without a connection, what it said last. Nil when it is not for one's role.
    private func verb(_ name: String, _ session: Session) async throws -> VerbBook.Verb? {
        if name == "help" { return nil }
        do {
            if let known = try await session.verbs()?[name] { return known }
            session.forgetVerbs()
            return try await session.verbs()?[name]
        } catch let error as ClientError where error.isPassing {
            guard let known = session.keptVerbs?[name], known.mutates else { throw error }
            return known
        }
    }

    private func read(_ request: Request, _ session: Session, _ printer: Printer) async throws -> ExitStatus {
        var request = request
        while true {
            let reply = try await session.client.stream(request) { try printer.take($0) }
            // A document comes chunk by chunk, each answer naming where the next begins.
            if !printer.content.isEmpty, let next = reply.result["next"]?.integer, reply.isDone {
                printer.content.progress(reply.result)
                Self.set("from", String(next), in: &request)
                continue
            }
            if !printer.content.isEmpty { printer.content.progress(reply.result) }
            try printer.finish(reply)
            guard all, let next = reply.next else { return ExitStatus(code: reply.code) }
            Self.set("after", next, in: &request)
        }
    }

    private static func set(_ name: String, _ value: String, in request: inout Request) {
        request.arguments = request.arguments.filter { $0.name != name } + [RequestField(name, value)]
    }

    private func change(
        _ request: Request, _ verb: VerbBook.Verb, _ session: Session, _ printer: Printer
    ) async throws -> ExitStatus {
        // A trial run stores nothing, so that there is nothing to find again by a key.
        if request["dry"] == "yes" {
            let reply = try await session.client.send(request, repeatable: true)
            try printer.finish(reply)
            return ExitStatus(code: reply.code)
        }
        return verb.isSecret
            ? try await Change.sendUnkept(request, session, printer) : try await Change.send(request, session, printer)
    }
}

/// Sends what changes something: with a key, and through the spool.
enum Change {
    static func send(_ request: Request, _ session: Session, _ printer: Printer) async throws -> ExitStatus {
        let entry = try Spool.keep(keyed(request), profile: session.profileName, server: session.address.description)
        do {
            let reply = try await Spool.send(entry, with: session.client)
            for line in reply.data { try printer.take(line) }
            try printer.finish(reply)
            if let refusal = reply.refusal {
                if refusal.isPassing { tellKept(entry) } else { entry.drop() }
            }
            return ExitStatus(code: reply.code)
        } catch let error as ClientError where error.isPassing {
            tellKept(entry)
            throw error
        } catch {
            // Nothing was sent: a wrong login or certificate is to be mended first, and the command typed again.
            entry.drop()
            throw error
        }
    }

    /// What carries a secret is tried again while this process lives, and kept in no file.
    static func sendUnkept(_ request: Request, _ session: Session, _ printer: Printer) async throws -> ExitStatus {
        let reply = try await session.client.send(keyed(request))
        for line in reply.data { try printer.take(line) }
        try printer.finish(reply)
        return ExitStatus(code: reply.code)
    }

    private static func keyed(_ request: Request) -> Request {
        var request = request
        if !request.hasKey { request.arguments.append(RequestField("key", IdempotencyKey.make())) }
        return request
    }

    private static func tellKept(_ entry: Spool.Entry) {
        Terminal.tell("Kept in the spool as \(entry.number); 'reviewctl retry' sends it again without doing it twice.")
    }
}
