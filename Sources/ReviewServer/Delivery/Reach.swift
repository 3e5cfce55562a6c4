import Foundation

/// Which addresses a webhook may reach: the public internet, and what the operator opens. Whoever leads an organisation names the address,
/// so that without this rule it could name a machine beside ours.
package struct Reach: Sendable {
    private let opened: [AddressBlock]

    package init(opened: [AddressBlock] = []) { self.opened = opened }

    /// Blocks that are not of the public internet (IANA's registries of special-purpose addresses).
    private static let closed = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "2001::/23",
        "2001:db8::/32", "3fff::/20",
    ].compactMap(AddressBlock.init)
    private static let unicast = AddressBlock("2000::/3")
    /// Blocks of IPv6 that carry an address of IPv4, and where it begins in them: mapped, translated (NAT64), and 6to4.
    private static let carriers = [("::ffff:0:0/96", 12), ("64:ff9b::/96", 12), ("2002::/16", 2)].compactMap { text, offset in
        AddressBlock(text).map { (block: $0, offset: offset) }
    }

    /// `address`: 4 octets, or 16.
    package func allows(_ address: [UInt8]) -> Bool {
        if let carrier = Self.carriers.first(where: { $0.block.contains(address) }) {
            return allows(Array(address[carrier.offset..<carrier.offset + 4]))
        }
        if opened.contains(where: { $0.contains(address) }) { return true }
        return !Self.closed.contains { $0.contains(address) } && (address.count == 4 || Self.unicast?.contains(address) == true)
    }

    /// The same for an address as the resolver gives it; what is neither IPv4 nor IPv6 is not allowed.
    func allows(_ address: UnsafePointer<sockaddr>) -> Bool {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET: return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { allows(Array($0)) }
        case AF_INET6: return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { allows(Array($0)) }
        default: return false
        }
    }
}
