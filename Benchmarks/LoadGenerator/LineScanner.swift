import Foundation

/// Finds the final lines in a server's octets, looking at the first octet of each line and keeping none.
struct LineScanner {
    private var first: UInt8 = 0
    private var isInside = false
    /// The first refusing line, as far as it came in one piece.
    private(set) var firstRefusal: String?

    /// Calls `final` for each final line that ends in `octets`, telling whether it refuses.
    mutating func scan(_ octets: UnsafeRawBufferPointer, _ final: (_ refuses: Bool) -> Void) {
        guard let base = octets.baseAddress else { return }
        var index = 0
        while index < octets.count {
            let start = index
            if !isInside {
                first = octets[index]
                isInside = true
            }
            guard let end = memchr(base + index, 0x0A, octets.count - index) else { return }
            index = UnsafeRawPointer(end) - base + 1
            isInside = false
            guard first >= UInt8(ascii: "2") else { continue }
            let refuses = first >= UInt8(ascii: "4")
            if refuses, firstRefusal == nil {
                firstRefusal = String(decoding: octets[start..<min(index - 1, start + 300)], as: UTF8.self)
            }
            final(refuses)
        }
    }
}
