/// When a job runs: `minute hour day-of-month month day-of-week` of crontab(5), in a zone.
///
/// Where the clocks jump forward, a fixed time that does not exist that day runs once, at the first moment after the gap; where they go back,
/// a fixed time that comes twice runs the first time only. With `*` in the hours a job runs by the time that really passes.
package struct CronExpression: Equatable, Sendable, CustomStringConvertible {
    package let description: String
    private let minutes: Set<Int>
    private let hours: Set<Int>
    private let days: Set<Int>
    private let months: Set<Int>
    /// 0 is Sunday.
    private let weekdays: Set<Int>
    private let isEveryHour: Bool
    private let isEveryDay: Bool
    private let isEveryWeekday: Bool

    /// Numbers, `*`, ranges `1-5`, steps `*/5` and lists of these; nil for anything else and for what never happens.
    package init?(_ text: String) {
        let fields = text.split(separator: " ").map(String.init)
        guard fields.count == 5, let minutes = Self.values(fields[0], 0...59), let hours = Self.values(fields[1], 0...23),
            let days = Self.values(fields[2], 1...31), let months = Self.values(fields[3], 1...12),
            let weekdays = Self.values(fields[4], 0...7)
        else { return nil }
        description = fields.joined(separator: " ")
        (self.minutes, self.hours, self.days, self.months) = (minutes, hours, days, months)
        self.weekdays = Set(weekdays.map { $0 % 7 })
        (isEveryHour, isEveryDay, isEveryWeekday) = (fields[1].hasPrefix("*"), fields[2].hasPrefix("*"), fields[4].hasPrefix("*"))
        let hasDay = months.contains { month in days.contains { $0 <= LocalDate.days(inMonth: month, of: 2024) } }
        guard hasDay || !isEveryWeekday else { return nil }
    }

    /// The first moment after `instant`; nil when there is none within eight years.
    package func next(after instant: UTCInstant, in zone: Zone) -> UTCInstant? {
        // From the day before: where clocks go back over midnight a moment of "yesterday" may still come.
        var date = zone.date(at: instant).adding(days: -1)
        for _ in 0..<(8 * 366) {
            if isDay(date), let next = moments(on: date, in: zone).filter({ $0 > instant }).min() { return next }
            date = date.adding(days: 1)
        }
        return nil
    }

    private func isDay(_ date: LocalDate) -> Bool {
        guard months.contains(date.month) else { return false }
        let index = (Weekday.allCases.firstIndex(of: date.weekday) ?? 0) + 1
        let (isMonthDay, isWeekday) = (days.contains(date.day), weekdays.contains(index % 7))
        // As crontab(5) has it: where both are restricted either will do.
        return isEveryDay || isEveryWeekday ? isMonthDay && isWeekday : isMonthDay || isWeekday
    }

    private func moments(on date: LocalDate, in zone: Zone) -> [UTCInstant] {
        hours.flatMap { hour in minutes.map { hour * 60 + $0 } }.flatMap { minute -> [UTCInstant] in
            let moments = zone.moments(on: date, minute: minute)
            if isEveryHour { return moments }
            return [moments.first ?? zone.endOfGap(on: date, minute: minute)]
        }
    }

    private static func values(_ field: String, _ range: ClosedRange<Int>) -> Set<Int>? {
        var values: Set<Int> = []
        for part in field.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "/", omittingEmptySubsequences: false)
            guard (1...2).contains(halves.count), let span = span(halves[0], range) else { return nil }
            let step = halves.count == 2 ? Int(halves[1]) : 1
            guard let step, step > 0, halves.count == 1 || span.count > 1 else { return nil }
            values.formUnion(stride(from: span.lowerBound, through: span.upperBound, by: step))
        }
        return values
    }

    private static func span(_ text: Substring, _ range: ClosedRange<Int>) -> ClosedRange<Int>? {
        if text == "*" { return range }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { $0.allSatisfy(\.isNumber) ? Int($0) : nil }
        guard let first = ends.first, let low = first, let last = ends.last, let high = last, ends.count <= 2 else { return nil }
        return low <= high && range.contains(low) && range.contains(high) ? low...high : nil
    }
}
