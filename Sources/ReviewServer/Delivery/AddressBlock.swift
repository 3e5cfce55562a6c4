import Foundation

/// A block of network addresses such as `10.20.0.0/16` or `2001:db8::/32`.
package struct AddressBlock: Equatable, Sendable {
    private let octets: [UInt8]
    private let bits: Int

    /// Nil for anything but an address and the length of its prefix.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let octets = Self.octets(parts[0]), let bits = Int(parts[1]), (0...octets.count * 8).contains(bits)
        else { return nil }
        (self.octets, self.bits) = (octets, bits)
    }

    /// 4 octets, or 16.
    package func contains(_ address: [UInt8]) -> Bool {
        guard address.count == octets.count else { return false }
        return (0..<bits).allSatisfy { bit in
            let mask = UInt8(0x80) >> (bit % 8)
            return address[bit / 8] & mask == octets[bit / 8] & mask
        }
    }

    /// The octets of an IPv4 or IPv6 address in its usual writing.
    static func octets(_ text: String) -> [UInt8]? {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var octets = [UInt8](repeating: 0, count: count)
            if inet_pton(family, text, &octets) == 1 { return octets }
        }
        return nil
    }
}
