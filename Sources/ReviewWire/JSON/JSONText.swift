/// Reads one JSON string (RFC 8259 §7) out of octets that are already known to be UTF-8.
enum JSONText {
    /// `start` stands behind the opening quote; `end` of the answer stands behind the closing one.
    static func read(
        _ raw: UnsafeRawBufferPointer, from start: Int, allowsNUL: Bool = true
    ) throws(JSONError) -> (text: String, end: Int) {
        let index = ByteScan.firstEscape(raw, from: start)
        guard index < raw.count else { throw JSONError(reason: .syntax, offset: index) }
        switch raw[index] {
        case ASCII.quote: return (String(decoding: raw[start..<index], as: UTF8.self), index + 1)
        case ASCII.backslash: return try unescape(raw, from: start, to: index, allowsNUL: allowsNUL)
        default: throw JSONError(reason: .control, offset: index)
        }
    }

    private static func unescape(
        _ raw: UnsafeRawBufferPointer, from start: Int, to firstEscape: Int, allowsNUL: Bool
    ) throws(JSONError) -> (text: String, end: Int) {
        var octets = [UInt8](raw[start..<firstEscape])
        var index = firstEscape
        while index < raw.count {
            switch raw[index] {
            case ASCII.quote: return (String(decoding: octets, as: UTF8.self), index + 1)
            case ASCII.backslash:
                let scalar = try escape(raw, at: &index)
                if scalar.value == 0 && !allowsNUL { throw JSONError(reason: .nul, offset: index) }
                octets.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
            case 0..<0x20: throw JSONError(reason: .control, offset: index)
            default:
                let end = ByteScan.firstEscape(raw, from: index)
                octets.append(contentsOf: raw[index..<end])
                index = end
            }
        }
        throw JSONError(reason: .syntax, offset: index)
    }

    /// Moves `index` from the backslash to behind the escape, over both halves of a surrogate pair.
    private static func escape(_ raw: UnsafeRawBufferPointer, at index: inout Int) throws(JSONError) -> Unicode.Scalar {
        guard index + 1 < raw.count else { throw JSONError(reason: .syntax, offset: index) }
        let letter = raw[index + 1]
        if letter != UInt8(ascii: "u") {
            guard let scalar = simple(letter) else { throw JSONError(reason: .escape, offset: index) }
            index += 2
            return scalar
        }
        let first = try unit(raw, at: index)
        if let scalar = Unicode.Scalar(first) {
            index += 6
            return scalar
        }
        guard first < 0xDC00 else { throw JSONError(reason: .escape, offset: index) }
        let second = try unit(raw, at: index + 6)
        guard 0xDC00...0xDFFF ~= second, let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) else {
            throw JSONError(reason: .escape, offset: index)
        }
        index += 12
        return scalar
    }

    private static func simple(_ letter: UInt8) -> Unicode.Scalar? {
        switch letter {
        case ASCII.quote, ASCII.backslash, UInt8(ascii: "/"): Unicode.Scalar(letter)
        case UInt8(ascii: "b"): "\u{8}"
        case UInt8(ascii: "f"): "\u{C}"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "t"): "\t"
        default: nil
        }
    }

    /// The UTF-16 unit of the `\uXXXX` at `index`.
    private static func unit(_ raw: UnsafeRawBufferPointer, at index: Int) throws(JSONError) -> UInt32 {
        guard index + 6 <= raw.count, raw[index] == ASCII.backslash, raw[index + 1] == UInt8(ascii: "u") else {
            throw JSONError(reason: .escape, offset: index)
        }
        var unit: UInt32 = 0
        for position in index + 2..<index + 6 {
            let byte = raw[position]
            switch byte {
            case ASCII.zero...ASCII.nine: unit = unit << 4 | UInt32(byte - ASCII.zero)
            case 0x41...0x46, 0x61...0x66: unit = unit << 4 | UInt32((byte | 0x20) - 0x57)
            default: throw JSONError(reason: .escape, offset: position)
            }
        }
        return unit
    }
}
