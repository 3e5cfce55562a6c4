/// Turns a server's octets into lines, with bounds that keep a hostile server from filling the client's memory.
package struct ReplyParser: Sendable {
    private enum Phase {
        case line
        case raw(ServerLine, left: Int)
        case rawEnd(ServerLine)
        case broken(ReplyError)
    }

    package let lineBytesMax: Int
    package let rawBytesMax: Int
    private var phase = Phase.line
    private var buffer: [UInt8] = []
    private var start = 0
    private var scanned = 0
    private var raw: [UInt8] = []

    package init(lineBytesMax: Int = 16 << 20, rawBytesMax: Int = 64 << 20) {
        self.lineBytesMax = lineBytesMax
        self.rawBytesMax = rawBytesMax
    }

    package mutating func feed(_ bytes: some Collection<UInt8>) { buffer.append(contentsOf: bytes) }

    /// The next line, or nil when more octets are needed; throws for good once the server has left the protocol.
    package mutating func next() throws(ReplyError) -> ServerLine? {
        while true {
            switch phase {
            case .broken(let error): throw error
            case .line:
                guard let line = try line() else { return nil }
                guard line.code == .chunk else { return line }
                phase = .raw(line, left: try rawCount(of: line))
            case .raw(let line, let left):
                let count = min(left, buffer.count - start)
                raw.append(contentsOf: buffer[start..<start + count])
                start += count
                phase = count == left ? .rawEnd(line) : .raw(line, left: left - count)
                if count < left {
                    compact()
                    return nil
                }
            case .rawEnd(var line):
                guard start < buffer.count else { return nil }
                guard buffer[start] == ASCII.lineFeed else { throw fail(.malformed) }
                start += 1
                line.raw = raw
                raw = []
                phase = .line
                return line
            }
        }
    }

    private mutating func fail(_ error: ReplyError) -> ReplyError {
        phase = .broken(error)
        (buffer, raw, start, scanned) = ([], [], 0, 0)
        return error
    }

    private mutating func line() throws(ReplyError) -> ServerLine? {
        let from = start + scanned
        guard let end = buffer[from...].firstIndex(of: ASCII.lineFeed) else {
            scanned = buffer.count - start
            if scanned > lineBytesMax { throw fail(.lineTooLong) }
            compact()
            return nil
        }
        if end - start > lineBytesMax { throw fail(.lineTooLong) }
        guard let line = Self.parse(buffer[start..<end]) else { throw fail(.malformed) }
        start = end + 1
        scanned = 0
        return line
    }

    /// `3DIGIT SP rtag SP json`; the JSON is only looked at by its first and last octet here.
    private static func parse(_ octets: ArraySlice<UInt8>) -> ServerLine? {
        let words = octets.split(separator: ASCII.space, maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count == 3, words[0].count == 3, words[0].allSatisfy(ASCII.isDigit) else { return nil }
        let number = words[0].reduce(0) { $0 * 10 + Int($1 - ASCII.zero) }
        guard 100..<600 ~= number, words[2].first == ASCII.openBrace, words[2].last == ASCII.closeBrace,
            let address = address(words[1])
        else { return nil }
        return ServerLine(number: number, address: address, json: Array(words[2]))
    }

    private static func address(_ word: ArraySlice<UInt8>) -> ServerLine.Address? {
        switch word.first {
        case ASCII.minus where word.count == 1: return .untagged
        case UInt8(ascii: "*") where word.count == 1: return .push
        case ASCII.at where word.count > 1 && word.allSatisfy({ 0x21...0x7E ~= $0 }):
            return .tag(String(decoding: word.dropFirst(), as: UTF8.self))
        default: return nil
        }
    }

    private mutating func rawCount(of line: ServerLine) throws(ReplyError) -> Int {
        let value: JSONValue
        do { value = try line.value() } catch { throw fail(.malformed) }
        guard let count = value["n"]?.integer, count >= 0 else { throw fail(.malformed) }
        guard count <= rawBytesMax else { throw fail(.rawTooLong) }
        return Int(count)
    }

    private mutating func compact() {
        guard start > 0 else { return }
        buffer.removeSubrange(..<start)
        start = 0
    }
}
