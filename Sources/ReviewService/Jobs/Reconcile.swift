extension Job {
    static let reconcile = Job(
        "reconcile", "plans what is missing, cancels what is stale, and computes anew what hangs on a year that was published",
        .perReview(Schedule.waiting) { review, system in
            let moved = try await Obligations.recomputeResponses(review, in: system)
            return moved + (try await Alarms.reconcile(review, in: system))
        })
}
