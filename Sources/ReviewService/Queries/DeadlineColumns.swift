import Postgres
import ReviewModel

/// A deadline as the columns of `obligation`, written whole or not at all.
enum DeadlineColumns {
    static let names: SQL = """
        due_at, due_zone, due_local_date, due_local_time, due_rule, due_calendar, due_calendar_version, due_anchor, due_anchored_on,
        due_provisional, grace_until
        """

    /// In the order of `names`.
    static func values(_ deadline: Deadline?, graceUntil: UTCInstant?) -> SQL {
        """
        \(deadline?.dueAt)::timestamptz, \(deadline?.zone), \(deadline?.localDate)::date, \(deadline?.localTime), \(deadline?.rule),
        \(deadline?.calendar), \(deadline?.calendarVersion), \(deadline?.anchor), \(deadline?.anchoredOn)::date,
        \(deadline?.provisional)::bool, \(graceUntil)::timestamptz
        """
    }
}
