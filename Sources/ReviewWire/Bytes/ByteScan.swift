/// Searches over raw octets, eight at a time: in each step the lowest marked octet of a word is exact, those above may be false.
enum ByteScan {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The first octet under 0x20 in `start..<end`, or `end`.
    static func firstControl(_ raw: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int {
        var index = start
        while index &+ 8 <= end {
            let found = belowSpace(word(raw, index))
            if found != 0 { return index &+ found.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        while index < end, raw[index] >= 0x20 { index &+= 1 }
        return index
    }

    /// The first octet that JSON text must escape (under 0x20, quote, backslash) from `start` on, or the end.
    static func firstEscape(_ raw: UnsafeRawBufferPointer, from start: Int) -> Int {
        let end = raw.count
        var index = start
        while index &+ 8 <= end {
            let octets = word(raw, index)
            let found = belowSpace(octets) | zeroes(octets ^ (ones &* 0x22)) | zeroes(octets ^ (ones &* 0x5C))
            if found != 0 { return index &+ found.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        while index < end {
            let byte = raw[index]
            if byte < 0x20 || byte == ASCII.quote || byte == ASCII.backslash { break }
            index &+= 1
        }
        return index
    }

    /// The first octet over 0x7F from `start` on, or the end.
    static func firstNonASCII(_ raw: UnsafeRawBufferPointer, from start: Int) -> Int {
        let end = raw.count
        var index = start
        while index &+ 8 <= end {
            let found = word(raw, index) & highs
            if found != 0 { return index &+ found.trailingZeroBitCount >> 3 }
            index &+= 8
        }
        while index < end, raw[index] < 0x80 { index &+= 1 }
        return index
    }

    /// Whether the octets are UTF-8 as Unicode defines it: no overlong form, no surrogate, nothing over U+10FFFF.
    static func isUTF8(_ raw: UnsafeRawBufferPointer) -> Bool {
        var index = firstNonASCII(raw, from: 0)
        while index < raw.count {
            let length = sequenceLength(raw, index)
            if length == 0 { return false }
            index &+= length
            if index < raw.count, raw[index] < 0x80 { index = firstNonASCII(raw, from: index) }
        }
        return true
    }

    /// The octets of the well-formed non-ASCII sequence at `index`, or 0.
    private static func sequenceLength(_ raw: UnsafeRawBufferPointer, _ index: Int) -> Int {
        let lead = raw[index]
        let left = raw.count &- index
        func tail(_ offset: Int) -> Bool { raw[index &+ offset] & 0xC0 == 0x80 }
        switch lead {
        case 0xC2...0xDF: return left >= 2 && tail(1) ? 2 : 0
        case 0xE0...0xEF:
            guard left >= 3, tail(1), tail(2) else { return 0 }
            let second = raw[index &+ 1]
            if lead == 0xE0 && second < 0xA0 || lead == 0xED && second > 0x9F { return 0 }
            return 3
        case 0xF0...0xF4:
            guard left >= 4, tail(1), tail(2), tail(3) else { return 0 }
            let second = raw[index &+ 1]
            if lead == 0xF0 && second < 0x90 || lead == 0xF4 && second > 0x8F { return 0 }
            return 4
        default: return 0
        }
    }

    private static func word(_ raw: UnsafeRawBufferPointer, _ index: Int) -> UInt64 {
        UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    private static func belowSpace(_ octets: UInt64) -> UInt64 { (octets &- ones &* 0x20) & ~octets & highs }
    private static func zeroes(_ octets: UInt64) -> UInt64 { (octets &- ones) & ~octets & highs }
}
