/// Which days are worked at a seat: its zone, its weekend, and the holidays of the years that it has published.
package struct WorkCalendar: Equatable, Sendable {
    /// One holiday on the day on which it is observed, with the day that it stands in for.
    package struct Holiday: Equatable, Sendable {
        package let date: LocalDate
        package let name: String
        package let inLieuOf: LocalDate?

        package init(date: LocalDate, name: String, inLieuOf: LocalDate? = nil) {
            (self.date, self.name, self.inLieuOf) = (date, name, inLieuOf)
        }
    }

    package let id: String
    package let zone: Zone
    package let weekend: Set<Weekday>
    /// The version of each published year; a year that is not here has no holidays yet.
    package let years: [Int: String]
    package let holidays: [LocalDate: Holiday]

    /// Precondition: `weekend` leaves a day to work on (the TSV loader refuses a calendar that does not).
    package init(id: String, zone: Zone, weekend: Set<Weekday>, years: [Int: String], holidays: [Holiday]) {
        precondition(weekend.count < 7)
        (self.id, self.zone, self.weekend, self.years) = (id, zone, weekend, years)
        self.holidays = Dictionary(holidays.map { ($0.date, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package func isPublished(_ year: Int) -> Bool { years[year] != nil }

    package func isWorkingDay(_ date: LocalDate) -> Bool { !weekend.contains(date.weekday) && holidays[date] == nil }

    /// The nearest working day from that date on, in the direction of the roll.
    package func rolled(_ date: LocalDate, _ roll: Roll) -> LocalDate {
        var date = date
        while roll != .none, !isWorkingDay(date) {
            date = date.adding(days: roll == .nextWorkingDay ? 1 : -1)
        }
        return date
    }

    /// The versions of the published years among those, joined by `+`, or `none`.
    package func version(of years: some Sequence<Int>) -> String {
        let versions = years.compactMap { self.years[$0] }
        return versions.isEmpty ? "none" : versions.joined(separator: "+")
    }
}
