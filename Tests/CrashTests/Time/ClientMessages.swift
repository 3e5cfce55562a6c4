/// What a client says to PostgreSQL (protocol 3), cut into messages, with the text of the statement that each Execute runs.
struct ClientMessages {
    private var octets: [UInt8] = []
    private var isGreeted = false
    /// By the name under which they were prepared.
    private var texts: [String: String] = [:]
    /// By the portal that they are bound to.
    private var bound: [String: String] = [:]

    mutating func append(_ more: some Sequence<UInt8>) { octets += more }

    /// The next whole message; `statement` is nil for one that runs none.
    mutating func next() -> (octets: [UInt8], statement: String?)? {
        // The first message has no letter in front of its length, which counts itself.
        let letters = isGreeted ? 1 : 0
        guard octets.count >= letters + 4 else { return nil }
        let length = octets[letters..<(letters + 4)].reduce(0) { $0 << 8 | Int($1) }
        guard octets.count >= letters + length else { return nil }
        let message = Array(octets.prefix(letters + length))
        octets.removeFirst(message.count)
        defer { isGreeted = true }
        return (message, isGreeted ? statement(of: message) : nil)
    }

    private mutating func statement(of message: [UInt8]) -> String? {
        let words = message.dropFirst(5).split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        switch UnicodeScalar(message[0]) {
        case "P": texts[words[0]] = words[1]
        case "B": bound[words[0]] = texts[words[1]]
        case "E": return bound[words[0]] ?? ""
        case "Q": return words[0]
        default: break
        }
        return nil
    }
}
