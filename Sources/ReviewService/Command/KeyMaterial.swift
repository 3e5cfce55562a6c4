import ReviewWire

/// Octets of a fixed range of lengths, as base64.
package struct Octets<Length: OctetLength>: ArgumentValue {
    package let octets: [UInt8]

    package static var expectation: String {
        let range = Length.octets
        return "base64 of \(range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)") octets"
    }

    package init?(argument: String) {
        guard let octets = Base64.decode(argument), Length.octets.contains(octets.count) else { return nil }
        self.octets = octets
    }
}

/// How many octets a kind of key material has.
package protocol OctetLength: Sendable {
    static var octets: ClosedRange<Int> { get }
}

package enum SaltLength: OctetLength { package static let octets = Scram.saltBytes...64 }
package enum KeyLength: OctetLength { package static let octets = 32...32 }

/// The salt of a SCRAM credential (RFC 5802 §3).
package typealias Salt = Octets<SaltLength>
/// StoredKey or ServerKey of SCRAM-SHA-256.
package typealias ScramKey = Octets<KeyLength>

/// The iteration count of a SCRAM credential.
package struct Iterations: ArgumentValue {
    package let count: Int

    package static var expectation: String { "a whole number from \(Scram.iterationsMin) to \(Scram.iterationsMax)" }

    package init?(argument: String) {
        guard let count = Int(argument: argument), (Scram.iterationsMin...Scram.iterationsMax).contains(count) else { return nil }
        self.count = count
    }
}

package enum OpaqueBound: TextBound { package static let charactersMax = 4000 }

/// Text that only the mechanism it belongs to reads.
package typealias Opaque = BoundedText<OpaqueBound>
