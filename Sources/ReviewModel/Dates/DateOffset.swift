/// A length of calendar time such as `6 months`, as procedures write it; never a number of seconds.
package struct DateOffset: Hashable, Sendable, CustomStringConvertible {
    package enum Unit: String, CaseIterable, Sendable {
        case days, weeks, months, years
    }

    package let count: Int
    package let unit: Unit

    /// The most that a count may be, so that no sum leaves the years that a date can have by accident.
    package static let countMax = 3_650

    package init(_ count: Int, _ unit: Unit) {
        (self.count, self.unit) = (count, unit)
    }

    /// Reads `0 days`, `1 week`, `6 months`, `2 years`; nil for anything else.
    package init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, words[0].utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        guard let count = Int(words[0]), count <= Self.countMax else { return nil }
        guard let unit = Unit.allCases.first(where: { $0.rawValue == words[1] || $0.rawValue.dropLast() == words[1] }) else { return nil }
        self.init(count, unit)
    }

    package static let zero = DateOffset(0, .days)

    package var description: String { count == 1 ? "1 \(unit.rawValue.dropLast())" : "\(count) \(unit.rawValue)" }
}

extension LocalDate {
    /// The date that far after this one.
    package func adding(_ offset: DateOffset) -> LocalDate { moved(by: offset, sign: 1) }

    /// The date that far before this one.
    package func subtracting(_ offset: DateOffset) -> LocalDate { moved(by: offset, sign: -1) }

    private func moved(by offset: DateOffset, sign: Int) -> LocalDate {
        switch offset.unit {
        case .days: adding(days: sign * offset.count)
        case .weeks: adding(days: sign * offset.count * 7)
        case .months: adding(months: sign * offset.count)
        case .years: adding(months: sign * offset.count * 12)
        }
    }
}
