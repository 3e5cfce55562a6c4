extension Job {
    static let followUp = Job(
        "follow-up", "carries reviews forward: what was not delivered is missed, what a date opens or closes does",
        .perReview { _ in
            Schedule.due
        } _: { review, system in
            try await Schedule.settle(review, in: system).changes
        })
}
