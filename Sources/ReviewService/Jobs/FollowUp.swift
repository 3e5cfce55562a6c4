extension Job {
    static let followUp = Job(
        "follow-up", "carries every review forward: what was not delivered is missed, what a date opens or closes does",
        .perReview(Schedule.waiting) { review, system in try await Schedule.settle(review, in: system).changes })
}
