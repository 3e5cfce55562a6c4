import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let obligationExtend = Command(
        "obligation.extend", "Ask for more time for what you owe, before the deadline.", roles: .members,
        arguments: Argument<ObligationID>("obligation"), Argument<Int>("days", "how many more"), Argument<Reason>("reason", "published")
    ) { context, id, days, reason in
        let owed = try await OwedRow(id, in: context)
        try await context.standing(in: owed.review).require(owed.owedBy)
        try owed.review.requireOpen()
        guard owed.state == .open || owed.state == .missed else { throw Refusal(.stateWrong, "it is \(owed.state.rawValue)") }
        try owed.require(days, within: try owed.extensionRule())
        guard owed.state == .open, owed.dueAt.map({ UTCInstant(context.now) < $0 }) ?? true else {
            throw Refusal(.deadlinePassed, "more time is asked for before the deadline")
        }
        let request = ExtensionID.random()
        try await context.transaction.run(
            """
            insert into extension_request (id, obligation, review, organisation, asked_by, days, reason, asked_at)
            values (\(request), \(id), \(owed.review.id), \(try context.organisation), \(try context.account), \(days), \(reason),
                \(context.now))
            """)
        try await context.record(.obligationExtensionAsked, subject: id.description, review: owed.review.id)
        try await ExtensionNotices.tellDecider(of: owed, in: context)
        return .created(["id": .string(request.description), "state": "asked"])
    }
}
