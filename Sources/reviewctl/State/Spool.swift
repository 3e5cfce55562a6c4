import Foundation
import ReviewClient
import ReviewWire

/// Requests that change something and have no answer yet, each in a file of its own that only the owner can read.
enum Spool {
    /// One request as it will be sent again, with the same key.
    struct Entry: Codable, Sendable {
        /// What became of it so far.
        enum State: String, Codable, Sendable {
            /// On its way; after a crash the same as `unsent`.
            case sending
            case unsent
            /// The server said no; sent again only when named.
            case refused
        }

        let number: Int
        let key: String
        /// As whom it is to be sent, as `Session.login` has it.
        let login: String
        let server: String
        let verb: String
        let arguments: [[String]]
        let body: Data?
        var state: State
        var because: String

        var request: Request {
            Request(
                verb: verb, arguments: arguments.filter { $0.count == 2 }.map { RequestField($0[0], $0[1]) },
                body: body.map { [UInt8]($0) })
        }

        func isOf(_ session: Session) -> Bool { login == session.login && server == session.address.description }

        /// The command line it came from, without its body.
        var line: String {
            ([verb] + arguments.filter { $0.count == 2 && $0[0] != "key" }.map { "\($0[0])=\($0[1])" }).joined(separator: " ")
        }

        fileprivate var path: String {
            Folders.spool + "/" + String(repeating: "0", count: max(0, 6 - String(number).count)) + "\(number)-\(key).json"
        }

        func save() throws { try PrivateFile.write(self, to: path) }

        func drop() { PrivateFile.remove(path) }
    }

    /// Every entry, oldest first.
    static func entries() throws -> [Entry] {
        try PrivateFile.names(in: Folders.spool).compactMap { try PrivateFile.read(Entry.self, from: Folders.spool + "/" + $0) }
    }

    /// Keeps a request before it is sent, so that not even a crash loses it or its key.
    static func keep(_ request: Request, of session: Session) throws -> Entry {
        guard let key = request["key"] else { throw LocalError(message: "A request without a key cannot be kept.") }
        let last = PrivateFile.names(in: Folders.spool).last.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
        let entry = Entry(
            number: last + 1, key: PrivateFile.fileName(key), login: session.login,
            server: session.address.description, verb: request.verb, arguments: request.arguments.map { [$0.name, $0.value] },
            body: request.body.map { Data($0) }, state: .sending, because: "")
        try entry.save()
        return entry
    }

    /// Sends one entry and settles it: gone when done, kept with the reason otherwise. `willWrite` as in `RetryingClient.send`.
    static func send(_ entry: Entry, with client: RetryingClient, willWrite: () -> Void = {}) async throws -> ServerReply {
        var entry = entry
        do {
            let reply = try await client.send(entry.request, willWrite: willWrite)
            guard let refusal = reply.refusal else {
                entry.drop()
                return reply
            }
            entry.state = refusal.isPassing ? .unsent : .refused
            entry.because = "\(refusal)"
            try entry.save()
            return reply
        } catch {
            entry.state = .unsent
            entry.because = Failure(explaining: error)?.message ?? "\(error)"
            try entry.save()
            throw error
        }
    }
}
