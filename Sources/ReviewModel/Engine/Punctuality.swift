/// Whether a delivery came in time: before the instant, a day of grace included (DOMAIN §4).
package enum Punctuality: Equatable, Sendable {
    case inTime, late, refused

    /// An obligation without a deadline yet is always in time.
    package static func of(receivedAt: UTCInstant, for rule: ObligationRule, deadline: Deadline?, calendar: WorkCalendar) -> Punctuality {
        guard let deadline else { return .inTime }
        if receivedAt < DeadlineArithmetic.graceEnd(of: deadline, grace: rule.grace, calendar: calendar) { return .inTime }
        return rule.late == .refuse ? .refused : .late
    }
}
