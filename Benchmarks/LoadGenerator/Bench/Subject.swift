import Foundation
import ReviewClient
import ReviewWire

/// The filled reviews: one is read, all take turns in being contributed to, by one account.
struct Subject {
    /// As many as Benchmarks/fill.sql makes.
    static let reviews = (1...250).map { number in
        let digits = String(number)
        return "R-" + String(repeating: "0", count: 10 - digits.count) + digits
    }

    let token: String
    let account: String

    let review = Subject.reviews[99]
    var read: Workload { .fixed(Array((Self.listing(review) + "\n").utf8)) }
    var write: Workload { .keyed(lines: Self.reviews.map(Self.submission), bodyBytes: 2048) }

    static func listing(_ review: String) -> String { "document.list review=\(review) limit=20" }

    static func submission(_ review: String) -> String {
        "document.submit review=\(review) kind=contribution lang=en title=\"A contribution under load\""
    }

    /// Fills the database, logs in and sees that there are 20 rows to read and more behind them.
    static func prepare(_ daemon: Daemon, filledFrom file: String) async throws -> Subject {
        try DatabaseTools(socketFolder: daemon.socketFolder).fill(from: file)
        let accounts = try Account.load(daemon.credentials)
        guard let account = accounts.first(where: { $0.login == Daemon.login }) else {
            throw SocketError(text: "\(daemon.credentials) has no \(Daemon.login)")
        }
        let token = try await account.token(at: daemon.address)
        let connection = try await ReviewConnection.connect(to: daemon.address)
        try await connection.logIn(token: token)
        let who = try await connection.send(Request("whoami")).orThrow().result
        guard let identifier = who["account"]?.text else { throw SocketError(text: "whoami names no account") }
        let subject = Subject(token: token, account: identifier)
        let page = try await connection.send(subject.list).orThrow()
        guard try page.rows().count == 20, page.next != nil else { throw SocketError(text: "\(file) did not make what is to be read") }
        await connection.quit()
        return subject
    }

    var list: Request { Request("document.list", ["review": review, "limit": "20"]) }

    func submit(_ connection: ReviewConnection, to review: String, key: String) async throws {
        try await connection.send(
            Request(
                "document.submit",
                ["review": review, "kind": "contribution", "lang": "en", "title": "A contribution under load", "key": key],
                body: [UInt8](repeating: 0x61, count: 2048))
        ).orThrow()
    }
}
