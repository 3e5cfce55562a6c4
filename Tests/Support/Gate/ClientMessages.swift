/// What a client says to PostgreSQL (protocol 3), cut into parts that each run one statement, or none.
struct ClientMessages {
    private var octets: [UInt8] = []
    private var isGreeted = false
    /// What belongs to the next statement: its text and its parameters travel in front of it.
    private var prelude: [UInt8] = []
    /// By the name under which they were prepared.
    private var texts: [String: String] = [:]
    /// By the portal that they are bound to.
    private var bound: [String: String] = [:]

    mutating func append(_ more: some Sequence<UInt8>) { octets += more }

    /// The next whole part; `statement` is nil when it runs none.
    mutating func next() -> (octets: [UInt8], statement: String?)? {
        while let message = message() {
            defer { isGreeted = true }
            let (isPrelude, statement) = isGreeted ? read(message) : (false, nil)
            prelude += message
            guard !isPrelude else { continue }
            defer { prelude = [] }
            return (prelude, statement)
        }
        return nil
    }

    private mutating func message() -> [UInt8]? {
        // The very first one has no letter in front of its length, which counts itself.
        let letters = isGreeted ? 1 : 0
        guard octets.count >= letters + 4 else { return nil }
        let length = octets[letters..<(letters + 4)].reduce(0) { $0 << 8 | Int($1) }
        guard octets.count >= letters + length else { return nil }
        defer { octets.removeFirst(letters + length) }
        return Array(octets.prefix(letters + length))
    }

    private mutating func read(_ message: [UInt8]) -> (isPrelude: Bool, statement: String?) {
        let words = message.dropFirst(5).split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        switch UnicodeScalar(message[0]) {
        case "P": texts[words[0]] = words[1]
        case "B": bound[words[0]] = texts[words[1]]
        case "D": break
        case "E": return (false, bound[words[0]] ?? "")
        case "Q": return (false, words[0])
        default: return (false, nil)
        }
        return (true, nil)
    }
}
