extension Job {
    static let reconcile = Job(
        "reconcile", "plans what is missing and cancels what is stale",
        .perReview { service in
            Alarms.outOfStep(service.procedures)
        } _: { review, system in
            try await Alarms.reconcile(review, in: system)
        })
}
