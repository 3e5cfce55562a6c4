extension Job {
    static let reconcile = Job(
        "reconcile", "plans what is missing and cancels what is stale",
        .perReview { service in
            "\(Alarms.outOfStep(service.procedures)) union \(Schedule.overlooked)"
        } _: { review, system in
            Schedule.wake(review.id, by: system.now, in: system)
            return try await Alarms.reconcile(review, in: system)
        })
}
