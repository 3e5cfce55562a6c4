/// What is sent over and over: the same octets, or requests in turn whose key is new each time.
struct Workload {
    /// Octets of each request, with room for the key when there is one.
    private var requests: [[UInt8]]
    private let keyAt: [Int]
    private var counter: UInt64

    static func fixed(_ octets: [UInt8]) -> Workload { Workload(requests: [octets], keyAt: []) }

    /// The lines take turns.
    static func keyed(lines: [String], bodyBytes: Int) -> Workload {
        let text = "The contribution of an organisation, written under load. "
        let body = Array(String(repeating: text, count: bodyBytes / text.utf8.count + 1).utf8.prefix(bodyBytes))
        let heads = lines.map { Array("\($0) key=load-".utf8) }
        let rest = Array("0000000000000000 {\(bodyBytes)+}\n".utf8) + body + [0x0A]
        return Workload(requests: heads.map { $0 + rest }, keyAt: heads.map(\.count))
    }

    private init(requests: [[UInt8]], keyAt: [Int]) {
        self.requests = requests
        self.keyAt = keyAt
        counter = UInt64.random(in: .min ... .max)
    }

    /// Appends one request to what a connection has to write.
    mutating func append(to buffer: inout [UInt8]) {
        guard !keyAt.isEmpty else { return buffer.append(contentsOf: requests[0]) }
        counter &+= 1
        let turn = Int(counter % UInt64(requests.count))
        for digit in 0..<16 {
            let nibble = UInt8(truncatingIfNeeded: counter >> UInt64(60 - digit * 4)) & 0x0F
            requests[turn][keyAt[turn] + digit] = nibble < 10 ? 0x30 + nibble : 0x57 + nibble
        }
        buffer.append(contentsOf: requests[turn])
    }
}
