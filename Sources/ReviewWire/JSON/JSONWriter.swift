/// Appends JSON to a buffer of octets: one line, valid UTF-8, with the commas set by what stands before.
package struct JSONWriter: Sendable {
    package var bytes: [UInt8]

    package init() { bytes = [] }

    /// Goes on at the end of `bytes`, which may already hold other lines.
    package init(appendingTo bytes: consuming [UInt8]) { self.bytes = bytes }

    package mutating func beginObject() { open(ASCII.openBrace) }
    package mutating func endObject() { bytes.append(ASCII.closeBrace) }
    package mutating func beginArray() { open(ASCII.openBracket) }
    package mutating func endArray() { bytes.append(ASCII.closeBracket) }

    package mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        beginObject()
        try body(&self)
        endObject()
    }

    package mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
        beginArray()
        try body(&self)
        endArray()
    }

    /// The name of the next member.
    package mutating func key(_ name: String) {
        string(name)
        bytes.append(ASCII.colon)
    }

    /// The name of the next member as `encodedKey` made it, for names that are written once per row.
    package mutating func key(encoded: [UInt8]) {
        separate()
        bytes.append(contentsOf: encoded)
    }

    /// `"name":` as octets.
    package static func encodedKey(_ name: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.key(name)
        return writer.bytes
    }

    package mutating func string(_ text: String) {
        separate()
        bytes.append(ASCII.quote)
        var text = text
        text.withUTF8 { escape(UnsafeRawBufferPointer($0)) }
        bytes.append(ASCII.quote)
    }

    /// A text given as octets; ill-formed UTF-8 comes out as U+FFFD.
    package mutating func string(bytes raw: UnsafeRawBufferPointer) {
        guard ByteScan.isUTF8(raw) else { return string(String(decoding: raw, as: UTF8.self)) }
        separate()
        bytes.append(ASCII.quote)
        escape(raw)
        bytes.append(ASCII.quote)
    }

    /// JSON that is already encoded, on one line and without white space at its end.
    package mutating func raw(_ json: UnsafeRawBufferPointer) {
        separate()
        append(json)
    }

    package mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
    }

    package mutating func int(_ number: some BinaryInteger) {
        separate()
        var text = String(number)
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    package mutating func bool(_ flag: Bool) { literal(flag ? "true" : "false") }

    package mutating func null() { literal("null") }

    /// A number that JSON cannot write (NaN, infinity) comes out as null.
    package mutating func double(_ number: Double) {
        guard number.isFinite else { return null() }
        separate()
        var text = number.description
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .int(let number): int(number)
        case .double(let number): double(number)
        case .string(let text): string(text)
        case .array(let elements): array { for element in elements { $0.value(element) } }
        case .object(let members): object { $0.members(members) }
        }
    }

    /// Members inside an object that is already open.
    package mutating func members(_ members: [(String, JSONValue)]) {
        for (name, value) in members {
            key(name)
            self.value(value)
        }
    }

    package mutating func member(_ name: String, _ value: JSONValue) {
        key(name)
        self.value(value)
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
    }

    private mutating func literal(_ word: StaticString) {
        separate()
        bytes.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    /// A comma, unless the octet before opens something, separates already, or belongs to the line outside this value.
    private mutating func separate() {
        switch bytes.last {
        case nil, ASCII.openBrace, ASCII.openBracket, ASCII.colon, ASCII.comma, ASCII.space, ASCII.lineFeed: return
        default: bytes.append(ASCII.comma)
        }
    }

    /// As typed octets, which are copied in one piece.
    private mutating func append(_ raw: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: raw.assumingMemoryBound(to: UInt8.self))
    }

    private mutating func escape(_ raw: UnsafeRawBufferPointer) {
        var start = 0
        while true {
            let end = ByteScan.firstEscape(raw, from: start)
            if end > start { append(UnsafeRawBufferPointer(rebasing: raw[start..<end])) }
            if end == raw.count { return }
            escape(raw[end])
            start = end + 1
        }
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(ASCII.backslash)
        switch byte {
        case ASCII.quote, ASCII.backslash: bytes.append(byte)
        case ASCII.lineFeed: bytes.append(UInt8(ascii: "n"))
        case ASCII.carriageReturn: bytes.append(UInt8(ascii: "r"))
        case ASCII.tab: bytes.append(UInt8(ascii: "t"))
        default:
            let low = byte & 0x0F
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(ASCII.zero + byte >> 4)
            bytes.append(low < 10 ? ASCII.zero + low : 0x57 + low)
        }
    }
}
