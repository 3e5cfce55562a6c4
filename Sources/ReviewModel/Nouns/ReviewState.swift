/// Where a review stands; its stages have their own states.
package enum ReviewState: String, CaseIterable, Sendable {
    case open, closed, cancelled
}
