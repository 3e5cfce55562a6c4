import Foundation
import ReviewClient
import ReviewWire

/// The review that is read and contributed to, and the account that does it.
struct Subject {
    let token: String
    let account: String
    let review: String

    var read: Workload { .fixed(Array("document.list review=\(review) limit=20\n".utf8)) }
    var write: Workload { .keyed(line: Self.submission(review), bodyBytes: 2048) }

    static func submission(_ review: String) -> String {
        "document.submit review=\(review) kind=contribution lang=en title=\"A contribution under load\""
    }

    /// Logs in, finds the open review and hands in 40 contributions, so that there are 20 rows to read and more behind them.
    static func prepare(_ daemon: Daemon) async throws -> Subject {
        let accounts = try Account.load(daemon.credentials)
        guard let account = accounts.first(where: { $0.login == Daemon.login }) else {
            throw SocketError(text: "\(daemon.credentials) has no \(Daemon.login)")
        }
        let token = try await account.token(at: daemon.address)
        let connection = try await ReviewConnection.connect(to: daemon.address)
        try await connection.logIn(token: token)
        let who = try await connection.send(Request("whoami")).orThrow().result
        let reviews = try await connection.send(Request("review.list", ["state": "open"])).orThrow().rows()
        guard let identifier = who["account"]?.text, let review = reviews.first?["id"]?.text else {
            throw SocketError(text: "the installation has no open review")
        }
        let subject = Subject(token: token, account: identifier, review: review)
        for number in 0..<40 { try await subject.submit(connection, key: "bench-contribution-\(number)") }
        await connection.quit()
        return subject
    }

    func submit(_ connection: ReviewConnection, key: String) async throws {
        try await connection.send(
            Request(
                "document.submit",
                ["review": review, "kind": "contribution", "lang": "en", "title": "A contribution under load", "key": key],
                body: [UInt8](repeating: 0x61, count: 2048))
        ).orThrow()
    }
}
