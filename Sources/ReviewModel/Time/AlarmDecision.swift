/// What is done with one alarm that is due.
package enum AlarmDecision: Equatable, Sendable {
    case fire
    case skip(String)
    case coalesce(String)

    /// Decides on all alarms of one obligation that are due at `now`, in their order. Met in time there is only one, and it fires; after
    /// days of downtime escalations all fire and of the reminders only the last one that still means something.
    package static func decide(on due: [PlannedAlarm], deadline: UTCInstant, now: UTCInstant) -> [AlarmDecision] {
        let meaningful = due.filter { $0.latePolicy != .must && !isOver($0, deadline, now) }
        let last = meaningful.max { ($0.firesAt, $0.rule) < ($1.firesAt, $1.rule) }
        return due.map { alarm in
            if alarm.latePolicy == .must || alarm == last { return .fire }
            return isOver(alarm, deadline, now) ? .skip("the deadline has passed") : .coalesce("told by: \(last?.rule ?? "")")
        }
    }

    /// A "7 days before" at or after the deadline would be untrue.
    private static func isOver(_ alarm: PlannedAlarm, _ deadline: UTCInstant, _ now: UTCInstant) -> Bool {
        alarm.latePolicy == .skip && now >= deadline
    }
}
