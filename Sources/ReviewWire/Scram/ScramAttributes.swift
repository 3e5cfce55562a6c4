/// The `x=value` parts of a SCRAM message (RFC 5802 §5.1), taken one after the other.
struct ScramAttributes {
    private var rest: Substring?

    init(_ text: Substring) { rest = text }
    init(_ text: String) { rest = text[...] }

    /// The octets of a message as text; only UTF-8 without NUL is one.
    static func text(_ message: [UInt8]) throws(ScramFailure) -> String {
        guard let text = String(validating: message, as: UTF8.self), !message.contains(0) else { throw .malformed }
        return text
    }

    var isAtEnd: Bool { rest == nil }

    /// The text up to the next comma, whatever it is.
    mutating func part() throws(ScramFailure) -> Substring {
        guard let text = rest else { throw .malformed }
        guard let comma = text.utf8.firstIndex(of: ASCII.comma) else {
            rest = nil
            return text
        }
        rest = text[text.utf8.index(after: comma)...]
        return text[..<comma]
    }

    /// The value of the next part, which must have that name.
    mutating func value(_ name: Unicode.Scalar) throws(ScramFailure) -> String {
        let part = try part().utf8
        guard part.starts(with: "\(name)=".utf8) else { throw .malformed }
        return String(decoding: part.dropFirst(2), as: UTF8.self)
    }

    /// Optional extensions at the end of a message: `ALPHA "=" value`, not understood and passed over.
    mutating func extensions() throws(ScramFailure) {
        while !isAtEnd {
            let octets = try part().utf8
            guard octets.count >= 3, let name = octets.first, ASCII.isLetter(name), octets.dropFirst().first == ASCII.equals else {
                throw .malformed
            }
        }
    }

    /// `printable`: one or more of %x21-2B / %x2D-7E, and no more than anyone needs.
    static func isNonce(_ text: String) -> Bool {
        1...512 ~= text.utf8.count && text.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != ASCII.comma }
    }

    /// `saslname`: comma and equals sign as `=2C` and `=3D`; nil when another `=` stands in it or nothing does.
    static func decodeName(_ text: some StringProtocol) -> String? {
        var octets: [UInt8] = []
        var rest = text.utf8[...]
        while let octet = rest.popFirst() {
            guard octet == ASCII.equals else {
                octets.append(octet)
                continue
            }
            if rest.starts(with: "2C".utf8) {
                octets.append(ASCII.comma)
            } else if rest.starts(with: "3D".utf8) {
                octets.append(ASCII.equals)
            } else {
                return nil
            }
            rest = rest.dropFirst(2)
        }
        return octets.isEmpty ? nil : String(decoding: octets, as: UTF8.self)
    }

    static func encodeName(_ name: String) -> String {
        name.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "=": text += "=3D"
            case ",": text += "=2C"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
