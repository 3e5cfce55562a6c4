import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let conflictDeclare = Command(
        "conflict.declare", "Declare a conflict of interest of your own; until it is lifted you see of that review what everybody sees.",
        roles: .members, arguments: Argument<ReviewID>("review"), Argument<Reason>("reason")
    ) { context, id, reason in
        let review = try await context.review(id)
        let hasOpen = try await context.standing(in: review).hasConflict
        guard !hasOpen else { throw Refusal(.stateWrong, "you have declared one that is not lifted; see conflict.list") }
        let conflict = ConflictID.random()
        context.transaction.queue(
            """
            insert into conflict (id, review, account, reason, declared_by, declared_at)
            values (\(conflict), \(id), \(try context.account), \(reason), \(try context.account), \(context.now))
            """)
        try await context.record(.conflictDeclared, subject: conflict.description, review: id, audience: .officer)
        return .created(["id": .string(conflict.description), "ver": 1, "state": "open"])
    }
}
