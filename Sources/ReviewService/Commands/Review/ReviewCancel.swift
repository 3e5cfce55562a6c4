import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let reviewCancel = Command(
        "review.cancel",
        "End a review before its time, with a published reason; what is still owed is void, and those whom it concerns are told.",
        roles: [.secretariat],
        arguments: Argument<ReviewID>("review"), Argument<Reason>("reason"), Argument<Version>("if")
    ) { context, id, reason, version in
        let review = try await context.review(id)
        try await context.standing(in: review).requireNoConflict()
        try context.requireHead()
        try context.require(version, is: review.version)
        try review.requireOpen()
        let open = try await context.transaction.all(
            "select stage from stage_run where review = \(id) and state = 'open' order by stage", as: StageName.self)
        context.transaction.queue(
            """
            update review set state = 'cancelled', closed_at = \(context.now), closed_because = \(reason), ver = ver + 1 where id = \(id)
            """)
        context.transaction.queue(
            """
            update stage_run set state = 'left', left_at = \(context.now), left_because = \(reason) where review = \(id) and state = 'open'
            """)
        try await context.record(.reviewCancelled, subject: id.description, review: id)
        let cancelled = try await context.review(id)
        try await Progress.run(cancelled, in: context)
        try await context.asSystem { system in
            try await Cancellation.settle(cancelled, in: system)
            try await StageNotices.tellCancelled(cancelled, leaving: open, system)
        }
        return .done(["id": .string(id.description), "ver": .int(Int64(review.version + 1)), "state": "cancelled"])
    }
}
