import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let reviewAdvance = Command(
        "review.advance", "Say that an open stage is to be left; refused with the reasons while something stands in the way.",
        roles: .members,
        arguments: Argument<ReviewID>("review"), Argument<Version>("if"),
        Argument<StageName?>("stage", "which of several open stages; the first when left out"),
        Argument<Reason?>("reason", "needed when something owed was missed; stands on the record")
    ) { context, id, version, stage, reason in
        let review = try await context.review(id)
        let standing = try await context.standing(in: review)
        let open = try await openStages(review, context)
        let leaving = stage ?? open.first
        if case .by(let role) = leaving.flatMap(review.procedure.stage)?.leave.mode {
            try standing.require(role)
        } else {
            try standing.require(.officer)
        }
        try context.require(version, is: review.version)
        try review.requireOpen()
        guard let leaving, open.contains(leaving) else {
            throw Refusal(.stateStage, "open are: \(open.map(\.rawValue).joined(separator: ", "))", at: "stage")
        }
        let holds = try await Progress.run(review, advance: ReviewFacts.Advance(stage: leaving, reason: reason?.text), in: context)
        guard try await !openStages(review, context).contains(leaving) else {
            throw Refusal(.stateStage, "something stands in the way; see holds", detail: [("holds", .array(holds.map(\.json)))])
        }
        return .done([
            "id": .string(id.description), "ver": .int(Int64(try await context.review(id).version)), "left": .string(leaving.rawValue),
            "open": .array(try await openStages(review, context).map { .string($0.rawValue) }), "holds": .array(holds.map(\.json)),
        ])
    }
}

private func openStages(_ review: ReviewRow, _ context: Context) async throws -> [StageName] {
    try await context.transaction.all(
        "select stage from stage_run where review = \(review.id) and state = 'open' order by position", as: StageName.self)
}
