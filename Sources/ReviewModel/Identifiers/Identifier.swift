/// Says what a random identifier names, by the letter that stands before its hyphen.
package protocol IdentifierKind {
    static var prefix: String { get }
}

/// A typed, random, never re-used name such as `R-4KT9M2QX7C`: a prefix and ten characters of Crockford base 32, 50 bits (PROTOCOL §3).
package struct Identifier<Kind: IdentifierKind>: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The canonical text, upper case.
    package let rawValue: String

    /// Reads canonical text and what people make of it: lower case, and O, I and L for 0, 1 and 1.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        let prefix = Array(Kind.prefix.utf8)
        guard bytes.count == prefix.count + 1 + Crockford.length, bytes[prefix.count] == 45 else { return nil }
        guard zip(bytes, prefix).allSatisfy({ Crockford.upper($0) == $1 }) else { return nil }
        var canonical = prefix + [45]
        for byte in bytes.dropFirst(prefix.count + 1) {
            guard let character = Crockford.canonical(byte) else { return nil }
            canonical.append(character)
        }
        rawValue = String(decoding: canonical, as: UTF8.self)
    }

    package init?(rawValue: String) { self.init(rawValue) }

    private init(canonical: String) { rawValue = canonical }

    /// A new identifier from the system's generator.
    package static func random() -> Self {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    package static func random(using generator: inout some RandomNumberGenerator) -> Self {
        var bits = UInt64.random(in: 0..<(1 << UInt64(5 * Crockford.length)), using: &generator)
        var characters = Array(Kind.prefix.utf8) + [45]
        for _ in 0..<Crockford.length {
            characters.append(Crockford.alphabet[Int(bits & 31)])
            bits >>= 5
        }
        return Self(canonical: String(decoding: characters, as: UTF8.self))
    }

    package var description: String { rawValue }
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Crockford's base 32, which leaves out I, L, O and U.
enum Crockford {
    static let length = 10
    static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    static func upper(_ byte: UInt8) -> UInt8 { (97...122).contains(byte) ? byte - 32 : byte }

    static func canonical(_ byte: UInt8) -> UInt8? {
        let byte = upper(byte)
        switch byte {
        case UInt8(ascii: "O"): return UInt8(ascii: "0")
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return UInt8(ascii: "1")
        default: return alphabet.contains(byte) ? byte : nil
        }
    }
}
