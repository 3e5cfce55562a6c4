/// Writes the lines of one reply into a buffer of octets that goes out as it is (PROTOCOL §2).
package struct ReplyWriter: Sendable {
    package var bytes: [UInt8]
    /// The tag of the request with its "@", or "-", between two spaces.
    private let tag: [UInt8]

    /// `bytes` may hold earlier replies of the same connection; `tag` is the request's, without "@".
    package init(tag: String?, appendingTo bytes: consuming [UInt8] = []) {
        self.bytes = bytes
        self.tag = Array((tag.map { " @\($0) " } ?? " - ").utf8)
    }

    /// One line `code SP rtag SP json LF`; `body` writes the JSON, and nothing stays in the buffer when it throws.
    package mutating func line(_ code: ReplyCode, _ body: (inout JSONWriter) throws -> Void) rethrows {
        let mark = bytes.count
        append(code)
        bytes.append(contentsOf: tag)
        try finish(from: mark, body)
    }

    package mutating func line(_ code: ReplyCode, _ json: JSONValue) { line(code) { $0.value(json) } }

    /// `151`: the members, `n`, and then that many raw octets with their own line end.
    package mutating func chunk(_ raw: [UInt8], members: [(String, JSONValue)] = []) {
        line(.chunk) { json in
            json.object {
                $0.members(members)
                $0.member("n", .int(Int64(raw.count)))
            }
        }
        bytes.append(contentsOf: raw)
        bytes.append(ASCII.lineFeed)
    }

    package mutating func refusal(_ refusal: Refusal) { line(refusal.code, refusal.json) }

    /// A push, which stands between replies and never inside one.
    package mutating func push(_ code: ReplyCode, _ body: (inout JSONWriter) throws -> Void) rethrows {
        let mark = bytes.count
        append(code)
        bytes.append(contentsOf: " * ".utf8)
        try finish(from: mark) { try $0.object(body) }
    }

    /// One push line, `190 * {…}`, ready to send to any number of connections.
    package static func push(_ code: ReplyCode, _ members: [(String, JSONValue)]) -> [UInt8] {
        var writer = ReplyWriter(tag: nil)
        writer.push(code) { $0.members(members) }
        return writer.bytes
    }

    private mutating func append(_ code: ReplyCode) {
        let number = code.rawValue
        bytes.append(ASCII.zero + UInt8(number / 100))
        bytes.append(ASCII.zero + UInt8(number / 10 % 10))
        bytes.append(ASCII.zero + UInt8(number % 10))
    }

    /// The storage moves into the JSON writer and back, so that nothing is copied.
    private mutating func finish(from mark: Int, _ body: (inout JSONWriter) throws -> Void) rethrows {
        var json = JSONWriter()
        swap(&bytes, &json.bytes)
        do {
            try body(&json)
            swap(&bytes, &json.bytes)
            bytes.append(ASCII.lineFeed)
        } catch {
            swap(&bytes, &json.bytes)
            bytes.removeSubrange(mark...)
            throw error
        }
    }
}
