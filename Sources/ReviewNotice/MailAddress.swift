/// One mailbox in the plain form that every server takes: ASCII, no quoting, no space, no angle brackets, at most 254 octets (RFC 5321 §4.1.2).
package struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Nil for anything that could be more than one address, or a header.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, parts.count == 2, (1...64).contains(parts[0].utf8.count), !parts[1].isEmpty,
            parts[0].utf8.allSatisfy(Self.isLocal), parts[1].utf8.allSatisfy(Self.isDomain),
            parts.allSatisfy({ !$0.hasPrefix(".") && !$0.hasSuffix(".") && !$0.contains("..") }), !parts[1].hasPrefix("-")
        else { return nil }
        self.text = text
    }

    package var description: String { text }

    private static func isAlphanumeric(_ octet: UInt8) -> Bool {
        (0x30...0x39).contains(octet) || (0x41...0x5A).contains(octet) || (0x61...0x7A).contains(octet)
    }

    private static func isLocal(_ octet: UInt8) -> Bool { isAlphanumeric(octet) || "!#$%&'*+-/=?^_`{|}~.".utf8.contains(octet) }
    private static func isDomain(_ octet: UInt8) -> Bool { isAlphanumeric(octet) || ".-".utf8.contains(octet) }
}
