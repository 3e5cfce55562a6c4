import Postgres
import ReviewModel
import ReviewNotice
import ReviewWire

/// A mail address, or none.
struct MailChoice: ArgumentValue {
    let address: String?

    static let expectation = "a plain mail address in ASCII, or none"

    init?(argument: String) {
        guard argument != "none" else {
            address = nil
            return
        }
        guard let address = MailAddress(argument) else { return nil }
        self.address = address.text
    }
}

/// From when to when nothing is sent, or none: `22:00-07:00` goes over midnight.
struct QuietHours: ArgumentValue {
    let hours: (from: String, until: String)?

    static let expectation = "two times such as 22:00-07:00, or none"

    init?(argument: String) {
        guard argument != "none" else {
            hours = nil
            return
        }
        let times = argument.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard times.count == 2, times.allSatisfy(Self.isTime), times[0] != times[1] else { return nil }
        hours = (times[0], times[1])
    }

    private static func isTime(_ text: String) -> Bool { text == "00:00" || text != "24:00" && CutOff(text) != nil }
}

/// How one account wants to be told; version 1 before anything was set.
struct Preferences: Sendable {
    var mail: String?
    var isDigest: Bool
    var quiet: (from: String, until: String)?
    var version: Int

    static func read(_ account: AccountID, _ context: Context) async throws -> Preferences {
        let row = try await context.transaction.first(
            """
            select mail, is_digest, to_char(quiet_from, 'HH24:MI'), to_char(quiet_until, 'HH24:MI'), ver
            from notice_preference where account = \(account)
            """, as: (String?, Bool, String?, String?, Int).self)
        guard let (mail, isDigest, from, until, version) = row else {
            return Preferences(mail: nil, isDigest: false, quiet: nil, version: 1)
        }
        let quiet = from.flatMap { from in until.map { (from: from, until: $0) } }
        return Preferences(mail: mail, isDigest: isDigest, quiet: quiet, version: version)
    }

    func write(_ account: AccountID, _ context: Context) async throws {
        try await context.transaction.run(
            """
            insert into notice_preference (account, mail, is_digest, quiet_from, quiet_until, ver)
            values (\(account), \(mail), \(isDigest), \(quiet?.from)::text::time, \(quiet?.until)::text::time, \(version))
            on conflict (account) do update set mail = excluded.mail, is_digest = excluded.is_digest, quiet_from = excluded.quiet_from,
                quiet_until = excluded.quiet_until, ver = excluded.ver
            """)
    }

    var members: KeyValuePairs<String, JSONValue> {
        [
            "mail": mail.map { .string($0) } ?? .null, "digest": .bool(isDigest),
            "quiet": quiet.map { .string("\($0.from)-\($0.until)") } ?? .null, "ver": .int(Int64(version)),
        ]
    }
}
