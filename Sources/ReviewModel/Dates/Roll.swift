/// Where a deadline goes that falls on a day that is not worked.
package enum Roll: String, CaseIterable, Sendable {
    case none
    case nextWorkingDay = "next-working-day"
    case previousWorkingDay = "previous-working-day"
}
