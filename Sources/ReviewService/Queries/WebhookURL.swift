import Postgres

/// Where an institution's own system is called: https, a host of the public name space, printable ASCII, no login in it.
struct WebhookURL: ArgumentValue, PostgresValue {
    let text: String

    static let expectation = "an address such as https://registry.example.org/notices, at most 500 characters"

    init?(argument: String) {
        guard argument.hasPrefix("https://"), argument.utf8.count <= 500, argument.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        let authority = argument.dropFirst(8).prefix { !"/?#".contains($0) }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, Self.isPublicName(parts[0]), parts.count < 2 || UInt16(parts[1]).map({ $0 > 0 }) == true else { return nil }
        text = argument
    }

    /// Names that only mean something within a network (RFC 6761, 6762, 8375, and ICANN's .internal).
    private static let innerNames: Set<String> = [
        "localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "test", "invalid",
    ]

    /// Two labels or more, the last one no number: an address in any of its spellings is none.
    private static func isPublicName(_ host: Substring) -> Bool {
        let labels = host.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last, last.utf8.first.map({ (0x61...0x7A).contains($0) }) == true else { return false }
        return !innerNames.contains(String(last))
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
            }
    }

    var postgresParameter: SQLParameter { .text(text) }

    init(postgresText: String?) throws { text = try String(postgresText: postgresText) }
}
