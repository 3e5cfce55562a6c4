/// Where a review stands; its stages have their own states.
package enum ReviewState: String, CaseIterable, Codable, Sendable {
    case planned, open, closed, cancelled
}
