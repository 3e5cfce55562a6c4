/// A moment in UTC with microsecond resolution, as PostgreSQL keeps it; this module never asks what time it is.
package struct UTCInstant: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Microseconds since 1970-01-01T00:00:00Z.
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }
    package init(seconds: Int64) { microseconds = seconds * 1_000_000 }

    /// Whole seconds since 1970, rounded down.
    package var seconds: Int64 { microseconds.dividedRoundingDown(by: 1_000_000) }

    /// RFC 3339 in UTC, with a fraction only when there is one.
    package var rfc3339: String {
        let days = seconds.dividedRoundingDown(by: 86_400)
        let second = Int(seconds - days * 86_400)
        let fraction = Int(microseconds - seconds * 1_000_000)
        let time = [second / 3_600, second / 60 % 60, second % 60].map { $0.padded(to: 2) }.joined(separator: ":")
        return LocalDate(daysSinceEpoch: Int(days)).text + "T" + time + (fraction == 0 ? "" : "." + fraction.padded(to: 6)) + "Z"
    }

    package var description: String { rfc3339 }
    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
    package func adding(seconds: Int64) -> UTCInstant { UTCInstant(microseconds: microseconds + seconds * 1_000_000) }
}

extension FixedWidthInteger {
    /// Floor division, so that moments before 1970 fall on the right day.
    func dividedRoundingDown(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Decimal text with leading zeros.
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
