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
        let printer = Printer(json: options.json, outputPath: output)
        let status: ExitStatus
        if let verb = try await verb(request.verb, session), verb.mutates {
            status = try await Change.send(request, isSecret: verb.isSecret, session, printer)
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

    /// Where help says nothing of a verb, it may change something: a key makes it safe to send again, and a read ignores it.
    private func read(_ request: Request, _ session: Session, _ printer: Printer) async throws -> ExitStatus {
        var request = request.isDry ? request : request.keyed
        while true {
            let reply = try await session.client.stream(request, repeatable: request.isDry) { try printer.take($0) }
            if !printer.content.isEmpty {
                printer.content.progress(reply.result)
                // A document comes chunk by chunk, each answer naming where the next begins.
                if let next = reply.result["next"]?.integer, reply.isDone {
                    request.set("from", String(next))
                    continue
                }
            }
            try printer.finish(reply)
            guard all, let next = reply.next else { return ExitStatus(code: reply.code) }
            request.set("after", next)
        }
    }
}

/// Sends what changes something: with a key, and through the spool.
enum Change {
    static func send(_ request: Request, isSecret: Bool = false, _ session: Session, _ printer: Printer) async throws -> ExitStatus {
        let reply =
            if request.isDry {
                try await session.client.send(request, repeatable: true)
            } else if isSecret {
                // Tried again while this process lives, and kept in no file.
                try await session.client.send(request.keyed)
            } else {
                try await sendKept(request.keyed, session)
            }
        for line in reply.data { try printer.take(line) }
        try printer.finish(reply)
        return ExitStatus(code: reply.code)
    }

    private static func sendKept(_ request: Request, _ session: Session) async throws -> ServerReply {
        let entry = try Spool.keep(request, of: session)
        var wasWritten = false
        do {
            let reply = try await Spool.send(entry, with: session.client) { wasWritten = true }
            if let refusal = reply.refusal { settle(entry, keeps: refusal.isPassing) }
            return reply
        } catch {
            // Before anything was written, a wrong login or certificate is to be mended first, and the command typed again.
            settle(entry, keeps: wasWritten || (error as? ClientError)?.isPassing == true)
            throw error
        }
    }

    private static func settle(_ entry: Spool.Entry, keeps: Bool) {
        guard keeps else { return entry.drop() }
        Terminal.tell("Kept in the spool as \(entry.number); 'reviewctl retry' sends it again without doing it twice.")
    }
}
