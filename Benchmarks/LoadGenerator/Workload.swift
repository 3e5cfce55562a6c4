/// What is sent over and over: the same octets, or a request whose key is new each time.
struct Workload {
    /// Octets of one request, with room for the key when there is one.
    private(set) var octets: [UInt8]
    private let keyAt: Int?
    private var counter: UInt64

    static func fixed(_ octets: [UInt8]) -> Workload { Workload(octets: octets, keyAt: nil) }

    static func keyed(line: String, bodyBytes: Int) -> Workload {
        let head = Array("\(line) key=".utf8)
        let text = "The contribution of an organisation, written under load. "
        let body = Array(String(repeating: text, count: bodyBytes / text.utf8.count + 1).utf8.prefix(bodyBytes))
        let octets = head + Array("load-0000000000000000 {\(bodyBytes)+}\n".utf8) + body + [0x0A]
        return Workload(octets: octets, keyAt: head.count + 5)
    }

    private init(octets: [UInt8], keyAt: Int?) {
        self.octets = octets
        self.keyAt = keyAt
        counter = UInt64.random(in: .min ... .max)
    }

    /// Appends one request to what a connection has to write.
    mutating func append(to buffer: inout [UInt8]) {
        if let keyAt {
            counter &+= 1
            for digit in 0..<16 {
                let nibble = UInt8(truncatingIfNeeded: counter >> UInt64(60 - digit * 4)) & 0x0F
                octets[keyAt + digit] = nibble < 10 ? 0x30 + nibble : 0x57 + nibble
            }
        }
        buffer.append(contentsOf: octets)
    }
}
