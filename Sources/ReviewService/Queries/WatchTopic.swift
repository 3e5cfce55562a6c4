import ReviewModel

/// What a connection can watch: the events of one review, or the notices of its own account.
package enum WatchTopic: Hashable, Sendable, CustomStringConvertible {
    case review(ReviewID)
    case notices(AccountID)

    /// As on the wire; one's own notices need no name.
    package var description: String {
        switch self {
        case .review(let review): review.description
        case .notices: "notices"
        }
    }

    package var review: ReviewID? { if case .review(let review) = self { review } else { nil } }
}
