import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let obligationGrant = Command(
        "obligation.grant", "Give the time that was asked for, or less, with a reason that everyone reads.", roles: .members,
        arguments: Argument<ObligationID>("obligation"), Argument<Version>("if"), Argument<Reason>("reason", "published"),
        Argument<Int?>("days", "fewer than asked for"), Argument<IncomeGroup?>("income", "the State's"),
        Argument<Reason?>("context", "what else was known of the State")
    ) { context, id, version, reason, days, income, known in
        let owed = try await OwedRow(id, in: context)
        let standing = try await owed.decider(owed.rule?.extend?.by ?? .officer, in: context)
        try context.require(version, is: owed.version)
        try owed.requireUnsettled()
        let asked = try await AskedExtension(of: id, in: context)
        try owed.requireOthers(standing)
        let given = days ?? asked.days
        guard given <= asked.days else { throw Refusal(.ruleForbidden, "\(asked.days) days were asked for", at: "days") }
        try owed.require(given, within: try owed.extensionRule())
        try asked.decide(
            AskedExtension.Decision(grantedDays: given, reason: reason, income: income, known: known), on: owed, in: context)
        context.transaction.queue(
            "update obligation set extensions = extensions || \(DateOffset(given, .days).description)::text, ver = ver + 1 where id = \(id)"
        )
        try await context.asSystem { Alarms.cancel(id, because: "extended", in: $0) }
        try await context.record(.obligationExtended, subject: id.description, review: owed.review.id)
        try await Progress.run(owed.review, in: context)
        let (dueAt, now) = try await context.visible("select due_at, ver from obligation where id = \(id)", as: (UTCInstant, Int).self)
        guard UTCInstant(context.now) < dueAt else {
            throw Refusal(.deadlinePassed, "with \(given) days more it would have been due on \(dueAt): give more, or refuse", at: "days")
        }
        try await ExtensionNotices.tell(.extensionGranted, owed.owedBy, owed, in: context)
        return .done(["id": .string(id.description), "ver": .int(Int64(now)), "days": .int(Int64(given)), "due_at": .string(dueAt.rfc3339)])
    }
}
