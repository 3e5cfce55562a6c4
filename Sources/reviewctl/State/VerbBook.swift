import Foundation
import ReviewClient
import ReviewWire

/// What the server's `help` says of the verbs of one's role, kept for a day of the server's calendar.
struct VerbBook: Codable, Sendable {
    /// One row of `help`.
    struct Verb: Codable, Sendable {
        let verb: String
        let summary: String
        let mutates: Bool
        /// Carries a secret, which is kept in no file.
        let isSecret: Bool
        let arguments: [String]
    }

    /// The server's date when it was asked.
    let day: String
    let verbs: [Verb]

    subscript(_ verb: String) -> Verb? { verbs.first { $0.verb == verb } }

    static func path(server: String, login: String) -> String {
        Folders.verbs + "/" + PrivateFile.fileName("\(server)-\(login)") + ".json"
    }

    /// What was kept; damage is as good as nothing, for it can be asked again.
    static func kept(server: String, login: String) -> VerbBook? {
        // try?: a damaged cache is asked for again.
        try? PrivateFile.read(VerbBook.self, from: path(server: server, login: login))
    }

    /// Asks the server for all verbs; the caller keeps the answer with `keep`.
    static func ask(_ client: RetryingClient, day: String) async throws -> VerbBook {
        var verbs: [Verb] = []
        var after: String?
        repeat {
            let arguments = after.map { [RequestField("after", $0)] } ?? []
            let reply = try await client.send(Request(verb: "help", arguments: arguments), repeatable: true)
            verbs += try reply.orThrow().rows().compactMap(verb)
            after = reply.next
        } while after != nil
        return VerbBook(day: day, verbs: verbs)
    }

    func keep(server: String, login: String) {
        // try?: without a cache the server is asked again next time.
        try? PrivateFile.write(self, to: Self.path(server: server, login: login))
    }

    private static func verb(_ row: JSONValue) -> Verb? {
        // The name goes to the shell's completion, so that nothing but a name may pass.
        guard let name = row["verb"]?.text, name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x2E }) else { return nil }
        let arguments = (row["args"]?.elements ?? []).compactMap { $0.text ?? $0["name"]?.text }
            .map { String($0.drop { $0 == "[" }.prefix { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") }) }
        return Verb(
            verb: name, summary: row["summary"]?.text ?? "", mutates: row["mutates"]?.flag ?? false,
            isSecret: row["secure"]?.flag ?? false, arguments: arguments.filter { !$0.isEmpty })
    }
}
