/// The one place where deadlines are computed, each from its anchor and never from another computed date (DOMAIN §4).
package enum DeadlineArithmetic {
    /// A date that no calendar of years 1 to 9999 has.
    package struct OutOfRange: Error, Equatable {
        package let rule: String
        package let anchoredOn: LocalDate
    }

    /// The deadline of a rule whose anchor happened at a moment: its local date in the calendar's zone counts.
    package static func deadline(
        rule: DeadlineRule, anchoredAt instant: UTCInstant, calendar: WorkCalendar, anchor: String? = nil, extensions: [DateOffset] = []
    ) throws -> Deadline {
        try deadline(
            rule: rule, anchoredOn: calendar.zone.date(at: instant), calendar: calendar, anchor: anchor, extensions: extensions)
    }

    /// The deadline of a rule from its anchor's date. `anchor` names the anchor that served when it is not the rule's first;
    /// extensions lengthen the time before the roll. Throws `OutOfRange`.
    package static func deadline(
        rule: DeadlineRule, anchoredOn: LocalDate, calendar: WorkCalendar, anchor: String? = nil, extensions: [DateOffset] = []
    ) throws -> Deadline {
        let shifted = rule.direction == .plus ? anchoredOn.adding(rule.offset) : anchoredOn.subtracting(rule.offset)
        let unrolled = extensions.reduce(shifted) { $0.adding($1) }
        let anchor = anchor ?? rule.anchor
        let text = ([rule.text(anchor: anchor)] + extensions.map { "extended by \($0)" }).joined(separator: ", ")
        guard (2...9_998).contains(unrolled.year) else { throw OutOfRange(rule: text, anchoredOn: anchoredOn) }
        let due = calendar.rolled(unrolled, rule.roll)
        let years = min(unrolled.year, due.year)...max(unrolled.year, due.year)
        return Deadline(
            dueAt: calendar.zone.end(of: due, at: rule.cutOff),
            zone: calendar.zone.identifier,
            localDate: due,
            localTime: rule.cutOff.description,
            rule: text,
            calendar: calendar.id,
            calendarVersion: calendar.version(of: years),
            anchor: anchor,
            anchoredOn: anchoredOn,
            provisional: rule.roll != .none && !years.allSatisfy(calendar.isPublished))
    }

    /// The moment until which a delivery still counts as in time: the cut-off of the day that lies the grace after the due day.
    package static func graceEnd(of deadline: Deadline, grace: DateOffset, calendar: WorkCalendar) -> UTCInstant {
        guard grace.count > 0, let cutOff = CutOff(deadline.localTime) else { return deadline.dueAt }
        return calendar.zone.end(of: deadline.localDate.adding(grace), at: cutOff)
    }
}
