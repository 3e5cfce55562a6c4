extension Job {
    static let fire = Job(
        "fire", "tells people what is due to be told",
        .perReview { _ in
            Alarms.reviewsDue
        } _: { review, system in
            try await Schedule.settle(review, in: system).changes
        })
}
