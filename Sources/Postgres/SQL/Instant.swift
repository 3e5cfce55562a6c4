/// A moment in UTC as PostgreSQL keeps it (`timestamptz`): whole microseconds since 1970.
package struct Instant: PostgresValue, Hashable, Comparable, CustomStringConvertible {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Reads `2026-01-31 23:59:59.123456+00`, the form of a session whose DateStyle is ISO.
    package init(postgresText text: String?) throws {
        guard let text, let value = Instant(text: text) else { throw ColumnError(text: text, type: "Instant") }
        self = value
    }

    /// Reads RFC 3339 section 5.6, with any offset; digits after the sixth of a fraction are dropped.
    package init?(rfc3339 text: String) {
        guard text.utf8.count >= 20, text.utf8.dropFirst(10).first.map({ $0 | 32 }) == UInt8(ascii: "t") else { return nil }
        self.init(text: text)
    }

    package var postgresParameter: SQLParameter { .text(rfc3339) }

    package var description: String { rfc3339 }

    /// `2026-01-31T23:59:59Z`, with six digits of fraction when there is one.
    package var rfc3339: String {
        let seconds = Instant.floor(microseconds, by: 1_000_000)
        let fraction = microseconds - seconds * 1_000_000
        let days = Instant.floor(seconds, by: 86_400)
        let second = seconds - days * 86_400
        let date = CivilDate(daysSinceEpoch: days)
        var text = Instant.padded(date.year, 4) + "-" + Instant.padded(date.month, 2) + "-" + Instant.padded(date.day, 2)
        text += "T" + Instant.padded(second / 3600, 2)
        text += ":" + Instant.padded(second / 60 % 60, 2) + ":" + Instant.padded(second % 60, 2)
        return fraction == 0 ? text + "Z" : text + "." + Instant.padded(fraction, 6) + "Z"
    }

    package static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    private static func floor(_ value: Int64, by divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private init?(text: String) {
        var text = text
        guard let value = text.withUTF8({ Instant(octets: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = value
    }

    /// Both forms at once: the separator is a space or T, the offset is Z, ±hh, ±hh:mm or ±hh:mm:ss.
    init?(octets: UnsafeRawBufferPointer) {
        var scan = TimeScan(octets)
        guard let year = scan.number(atLeast: 4, atMost: 6), scan.take("-"), let month = scan.number(2), scan.take("-"),
            let day = scan.number(2), scan.take(" ") || scan.take("T") || scan.take("t"),
            let hour = scan.number(2), scan.take(":"), let minute = scan.number(2), scan.take(":"), let second = scan.number(2),
            (1...12).contains(month), (1...CivilDate.days(inMonth: month, of: year)).contains(day),
            hour < 24 && minute < 60 && second < 61
        else { return nil }
        let fraction = scan.take(".") ? scan.fraction() : 0
        guard let fraction, let offset = scan.offset(), scan.isAtEnd else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
        let whole = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        microseconds = whole * 1_000_000 + fraction
    }
}
