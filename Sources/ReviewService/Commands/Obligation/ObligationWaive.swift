import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let obligationWaive = Command(
        "obligation.waive", "Say that it is no longer owed, with a reason that everyone reads.", roles: [.secretariat],
        arguments: Argument<ObligationID>("obligation"), Argument<Version>("if"), Argument<Reason>("reason", "published")
    ) { context, id, version, reason in
        let owed = try await OwedRow(id, in: context)
        let standing = try await owed.decider(.officer, in: context)
        try context.require(version, is: owed.version)
        try owed.requireUnsettled()
        // Whoever contributes is owed an answer by the procedure, not by those who give it.
        guard !owed.isAnswer else { throw Refusal(.ruleForbidden, "every contribution is answered: an answer is late, never waived") }
        try owed.requireOthers(standing)
        try await context.asSystem { system in
            system.transaction.queue(
                """
                update obligation set state = 'waived', waived_because = \(reason), settled_at = \(context.now),
                    settled_by = \(try context.account), ver = ver + 1
                where id = \(id)
                """)
            Alarms.cancel(id, because: "waived", in: system)
            AskedExtension.endMoot(in: owed.review.id, system)
        }
        try await context.record(.obligationWaived, subject: id.description, review: owed.review.id)
        try await Progress.run(owed.review, in: context)
        try await ExtensionNotices.tell(.waived, owed.owedBy, owed, in: context)
        return .done(["id": .string(id.description), "ver": .int(Int64(owed.version + 1)), "state": "waived"])
    }
}
