import Foundation
import Postgres

/// How often each message left the house, by Message-ID. Emptied into it after each life of a deliverer, since a second attempt writes the
/// same file.
struct MailLedger {
    private(set) var counts: [String: Int] = [:]

    var total: Int { counts.values.reduce(0, +) }
    /// How many left again.
    var again: Int { counts.values.reduce(0) { $0 + $1 - 1 } }

    init() {}

    init(of worker: Worker) throws { try take(from: worker.spool) }

    mutating func take(from spool: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: spool) where name.hasSuffix(".eml") {
            let path = "\(spool)/\(name)"
            counts[try Self.messageID(ofFile: path), default: 0] += 1
            try FileManager.default.removeItem(atPath: path)
        }
    }

    /// What should have left and did not, and what left that nobody wrote.
    func faults(in database: Connection) async throws -> [String] {
        let query: SQL = "select message_id from outbox where channel = 'mail' and state = 'sent'"
        let rows: [String] = try await database.flight([query])[0].rows(as: String.self)
        let sent = Set(rows)
        return sent.subtracting(counts.keys).map { "\($0) is said to be sent and never left" }
            + Set(counts.keys).subtracting(sent).map { "\($0) left and is not said to be sent" }
    }

    private static func messageID(ofFile path: String) throws -> String {
        let prefix = "Message-ID: "
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
        guard let line = lines.first(where: { $0.hasPrefix(prefix) }) else {
            throw Ledger.Fault(description: "\(path) has no Message-ID")
        }
        return String(line.dropFirst(prefix.count))
    }
}
