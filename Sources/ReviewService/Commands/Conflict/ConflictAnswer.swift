import Postgres
import ReviewModel
import ReviewWire

/// What is decided of a conflict of interest.
enum ConflictVerdict: String, CaseIterable, ArgumentValue {
    case lifted, upheld
}

extension Command {
    static let conflictAnswer = Command(
        "conflict.answer", "Decide another's conflict of interest: lifted, or upheld.", roles: [.secretariat],
        arguments: Argument<ConflictID>("conflict"), Argument<ConflictVerdict>("state"), Argument<Reason>("answer", "stands on the record"),
        Argument<Version>("if")
    ) { context, id, verdict, answer, version in
        let reviewed = try await context.visible("select review from conflict where id = \(id)", as: ReviewID.self)
        let review = try await context.review(reviewed)
        let (account, state, current) = try await context.visible(
            "select account, state, ver from conflict where id = \(id) for update", as: (AccountID, String, Int).self)
        let isOwn = account == (try context.account)
        if !isOwn {
            let standing = try await context.standing(in: review)
            try standing.requireNoConflict()
            if !context.actor.isHead { try standing.require(.officer) }
        }
        try context.require(version, is: current)
        guard state != "lifted" else { throw Refusal(.stateWrong, "the conflict was lifted; a new one must be declared") }
        guard !isOwn else { throw Refusal(.ruleOwnCase, "nobody answers their own conflict of interest") }
        context.transaction.queue(
            """
            update conflict set state = \(verdict.rawValue), answered_by = \(try context.account), answered_at = \(context.now),
                answer = \(answer), ver = ver + 1
            where id = \(id)
            """)
        try await context.record(.conflictAnswered, subject: id.description, review: review.id, audience: .officer)
        return .done(["id": .string(id.description), "ver": .int(Int64(current + 1)), "state": .string(verdict.rawValue)])
    }
}
