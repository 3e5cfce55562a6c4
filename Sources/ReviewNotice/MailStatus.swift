/// What a mail server says of an address, a mailbox or itself, as an enhanced status code (RFC 3463), such as `5.1.1`.
package struct MailStatus: Equatable, Sendable, CustomStringConvertible {
    /// 2 for success, 4 for a failure that may pass, 5 for one that stays.
    package let level: Int
    /// What it is about: 1 an address, 2 a mailbox, 3 the mail system, 4 the way there, 5 the protocol, 6 the message, 7 security or policy.
    package let subject: Int
    package let detail: Int

    package init(_ level: Int, _ subject: Int, _ detail: Int) { (self.level, self.subject, self.detail) = (level, subject, detail) }

    /// The code that a text begins with; nil where it begins with none.
    package init?(_ text: some StringProtocol) {
        let word = text.prefix { $0 == "." || $0.isASCII && $0.isNumber }
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ (1...3).contains($0.utf8.count) }), let level = Int(parts[0]),
            [2, 4, 5].contains(level),
            let subject = Int(parts[1]), let detail = Int(parts[2])
        else { return nil }
        self.init(level, subject, detail)
    }

    package var description: String { "\(level).\(subject).\(detail)" }
}
