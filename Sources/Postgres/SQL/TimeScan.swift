/// Reads the digits and marks of a written time from left to right.
struct TimeScan {
    private let octets: UnsafeRawBufferPointer
    private var position = 0

    init(_ octets: UnsafeRawBufferPointer) {
        self.octets = octets
    }

    var isAtEnd: Bool { position == octets.count }

    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard position < octets.count, octets[position] == UInt8(ascii: mark) else { return false }
        position += 1
        return true
    }

    mutating func number(_ digits: Int) -> Int64? { number(atLeast: digits, atMost: digits) }

    mutating func number(atLeast least: Int, atMost most: Int) -> Int64? {
        var value: Int64 = 0
        var count = 0
        while count < most, let digit = digit() {
            value = value * 10 + digit
            count += 1
        }
        return count >= least ? value : nil
    }

    /// Microseconds; further digits are dropped.
    mutating func fraction() -> Int64? {
        let start = position
        guard var value = number(atLeast: 1, atMost: 6) else { return nil }
        for _ in (position - start)..<6 { value *= 10 }
        while digit() != nil {}
        return value
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = number(2), hours < 24 else { return nil }
        var seconds = hours * 3600
        for unit: Int64 in [60, 1] where take(":") {
            guard let value = number(2), value < 60 else { return nil }
            seconds += value * unit
        }
        return isWest ? -seconds : seconds
    }

    private mutating func digit() -> Int64? {
        guard position < octets.count, (48...57).contains(octets[position]) else { return nil }
        defer { position += 1 }
        return Int64(octets[position] - 48)
    }
}
