/// One thing to be done about an obligation at one moment, as it follows from the procedure and the deadline.
package struct PlannedAlarm: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case reminder, escalation
    }

    /// The rule in words, unique within its obligation, e.g. `7 days before` and `escalation to officer after 14 days`.
    package let rule: String
    package let kind: Kind
    package let recipients: RoleName
    package let latePolicy: LatePolicy
    package let firesAt: UTCInstant

    package init(rule: String, kind: Kind, recipients: RoleName, latePolicy: LatePolicy, firesAt: UTCInstant) {
        (self.rule, self.kind, self.recipients) = (rule, kind, recipients)
        (self.latePolicy, self.firesAt) = (latePolicy, firesAt)
    }
}

extension RoleName {
    /// The role to which procedures escalate last: what reaches it stands on the Conference's agenda.
    package static let conference: RoleName = "conference"
    /// The role that decides where a procedure names nobody.
    package static let officer: RoleName = "officer"
}

/// What says when people are told of what is owed.
package protocol Reminding {
    var remind: [ReminderRule] { get }
    var escalate: [EscalationRule] { get }
}

extension ObligationRule: Reminding {}
extension ResponseRule: Reminding {}

extension Reminding {
    /// All alarms of what `role` owes by then, earliest first: each counted in local days from the deadline's own, at the same time of day, so
    /// that a day of 23 hours is a day.
    package func alarms(for deadline: Deadline, owedBy role: RoleName) -> [PlannedAlarm] {
        guard let zone = Zone(deadline.zone), let cutOff = CutOff(deadline.localTime) else { return [] }
        let reminders = remind.map { reminder in
            let isBefore = reminder.side == .before
            let date = isBefore ? deadline.localDate.subtracting(reminder.offset) : deadline.localDate.adding(reminder.offset)
            return PlannedAlarm(
                rule: reminder.description, kind: .reminder, recipients: role, latePolicy: isBefore ? .skip : .coalesce,
                firesAt: zone.end(of: date, at: cutOff))
        }
        let escalations = escalate.map { escalation in
            PlannedAlarm(
                rule: "escalation to \(escalation.to) after \(escalation.after)", kind: .escalation, recipients: escalation.to,
                latePolicy: .must, firesAt: zone.end(of: deadline.localDate.adding(escalation.after), at: cutOff))
        }
        return (reminders + escalations).sorted { ($0.firesAt, $0.rule) < ($1.firesAt, $1.rule) }
    }
}
