import ReviewWire

/// Octets of a fixed length, as base64.
package struct Octets<Length: OctetLength>: ArgumentValue {
    package let octets: [UInt8]

    package static var expectation: String { "base64 of \(Length.octets) octets" }

    package init?(argument: String) {
        guard let octets = Base64.decode(argument), octets.count == Length.octets else { return nil }
        self.octets = octets
    }
}

/// How many octets a kind of key material has.
package protocol OctetLength: Sendable {
    static var octets: Int { get }
}

package enum SaltLength: OctetLength { package static let octets = Scram.saltBytes }
package enum KeyLength: OctetLength { package static let octets = 32 }

/// The salt of a SCRAM credential (RFC 5802 §3).
package typealias Salt = Octets<SaltLength>
/// StoredKey or ServerKey of SCRAM-SHA-256.
package typealias ScramKey = Octets<KeyLength>

package enum OpaqueBound: TextBound { package static let charactersMax = 4000 }

/// Text that only the mechanism it belongs to reads.
package typealias Opaque = BoundedText<OpaqueBound>
