/// One computed deadline with everything that says where it came from (DOMAIN §4); in time is before `dueAt`.
package struct Deadline: Equatable, Sendable {
    package let dueAt: UTCInstant
    /// The zone's identifier.
    package let zone: String
    package let localDate: LocalDate
    /// The cut-off as written, `24:00` for the end of `localDate`.
    package let localTime: String
    /// The rule in words, with extensions.
    package let rule: String
    package let calendar: String
    /// Versions of the calendar years that were looked at, `none` when not one is published.
    package let calendarVersion: String
    package let anchor: String
    package let anchoredOn: LocalDate
    /// Whether a year that matters is not published yet, so that only weekends were known.
    package let provisional: Bool

    package init(
        dueAt: UTCInstant, zone: String, localDate: LocalDate, localTime: String, rule: String, calendar: String,
        calendarVersion: String, anchor: String, anchoredOn: LocalDate, provisional: Bool
    ) {
        (self.dueAt, self.zone, self.localDate, self.localTime, self.rule) = (dueAt, zone, localDate, localTime, rule)
        (self.calendar, self.calendarVersion, self.anchor) = (calendar, calendarVersion, anchor)
        (self.anchoredOn, self.provisional) = (anchoredOn, provisional)
    }
}
