extension Job {
    static let fire = Job(
        "fire", "tells people what is due to be told",
        .perReview(
            """
            select id from review r
            where exists (select from alarm a where a.review = r.id and a.state = 'pending' and a.fires_at <= moment()) order by id
            """
        ) { review, system in try await Schedule.settle(review, in: system).changes })
}
