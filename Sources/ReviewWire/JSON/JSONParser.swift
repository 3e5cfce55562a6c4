/// Reads JSON strictly as RFC 8259 has it, to a bounded depth.
package struct JSONParser {
    package static let depthMax = 64

    private let raw: UnsafeRawBufferPointer
    private var index = 0

    /// The one value that the octets hold, white space around it allowed.
    package static func parse(_ bytes: some Collection<UInt8>) throws(JSONError) -> JSONValue {
        let parsed = bytes.withContiguousStorageIfAvailable { parse(raw: UnsafeRawBufferPointer($0)) }
        return try (parsed ?? [UInt8](bytes).withUnsafeBytes { parse(raw: $0) }).get()
    }

    package static func parse(_ text: String) throws(JSONError) -> JSONValue { try parse(Array(text.utf8)) }

    private static func parse(raw: UnsafeRawBufferPointer) -> Result<JSONValue, JSONError> {
        guard ByteScan.isUTF8(raw) else { return .failure(JSONError(reason: .encoding, offset: 0)) }
        var parser = JSONParser(raw: raw)
        do throws(JSONError) {
            let value = try parser.value(depth: 0)
            parser.skipSpace()
            if parser.index < raw.count { throw parser.error(.trailing) }
            return .success(value)
        } catch {
            return .failure(error)
        }
    }

    private init(raw: UnsafeRawBufferPointer) { self.raw = raw }

    private func error(_ reason: JSONError.Reason) -> JSONError { JSONError(reason: reason, offset: index) }

    private var byte: UInt8? { index < raw.count ? raw[index] : nil }

    private mutating func skipSpace() {
        while index < raw.count {
            switch raw[index] {
            case ASCII.space, ASCII.tab, ASCII.lineFeed, ASCII.carriageReturn: index += 1
            default: return
            }
        }
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        skipSpace()
        switch byte {
        case ASCII.openBrace: return try object(depth: depth)
        case ASCII.openBracket: return try array(depth: depth)
        case ASCII.quote: return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    private mutating func string() throws(JSONError) -> String {
        let (text, end) = try JSONText.read(raw, from: index + 1)
        index = end
        return text
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let end = index + word.utf8CodeUnitCount
        guard end <= raw.count, raw[index..<end].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        else { throw error(.syntax) }
        index = end
        return value
    }

    /// Moves over `close`, or over a comma when one more element follows.
    private mutating func ends(with close: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        guard byte == close || byte == ASCII.comma else { throw error(.syntax) }
        index += 1
        return raw[index - 1] == close
    }

    private mutating func open(_ close: UInt8, depth: Int) throws(JSONError) -> Bool {
        guard depth < Self.depthMax else { throw error(.depth) }
        index += 1
        skipSpace()
        guard byte == close else { return false }
        index += 1
        return true
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        var members: [(String, JSONValue)] = []
        if try open(ASCII.closeBrace, depth: depth) { return .object(members) }
        repeat {
            skipSpace()
            guard byte == ASCII.quote else { throw error(.syntax) }
            let name = try string()
            skipSpace()
            guard byte == ASCII.colon else { throw error(.syntax) }
            index += 1
            members.append((name, try value(depth: depth + 1)))
        } while try !ends(with: ASCII.closeBrace)
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        var elements: [JSONValue] = []
        if try open(ASCII.closeBracket, depth: depth) { return .array(elements) }
        repeat { elements.append(try value(depth: depth + 1)) } while try !ends(with: ASCII.closeBracket)
        return .array(elements)
    }

    private mutating func digits() throws(JSONError) {
        let start = index
        while let digit = byte, ASCII.isDigit(digit) { index += 1 }
        if index == start { throw error(.syntax) }
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = index
        var isInteger = true
        if byte == ASCII.minus { index += 1 }
        if byte == ASCII.zero { index += 1 } else { try digits() }
        if byte == ASCII.dot {
            isInteger = false
            index += 1
            try digits()
        }
        if let letter = byte, letter | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            index += 1
            if byte == ASCII.plus || byte == ASCII.minus { index += 1 }
            try digits()
        }
        let text = String(decoding: raw[start..<index], as: UTF8.self)
        if isInteger, text != "-0", let number = Int64(text) { return .int(number) }
        guard let number = Double(text), number.isFinite else { throw error(.number) }
        return .double(number)
    }
}
