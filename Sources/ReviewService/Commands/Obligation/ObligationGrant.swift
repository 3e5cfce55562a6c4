import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let obligationGrant = Command(
        "obligation.grant", "gives the time that was asked for, or less, with a reason that everyone reads", roles: .members,
        arguments: Argument<ObligationID>("obligation"), Argument<Version>("if"), Argument<Reason>("reason", "published"),
        Argument<Int?>("days", "fewer than asked for"), Argument<IncomeGroup?>("income", "the State's"),
        Argument<Reason?>("context", "what else was known of the State")
    ) { context, id, version, reason, days, income, known in
        let owed = try await OwedRow(id, in: context)
        try await context.standing(in: owed.review).require(owed.rule?.extend?.by ?? "officer")
        try context.require(version, is: owed.version)
        try owed.review.requireOpen()
        let asked = try await AskedExtension(of: id, in: context)
        guard !owed.state.isSettled else { throw Refusal(.stateWrong, "it is \(owed.state.rawValue)") }
        let given = days ?? asked.days
        try owed.require(given, within: try owed.extensionRule())
        guard given <= asked.days else { throw Refusal(.argumentRange, "\(asked.days) days were asked for", at: "days") }
        asked.decide("granted", days: given, because: reason, of: owed, income: income, known, in: context)
        context.transaction.queue(
            "update obligation set extensions = extensions || \(DateOffset(given, .days).description)::text, ver = ver + 1 where id = \(id)"
        )
        try await context.asSystem { Alarms.cancel(id, because: "extended", in: $0) }
        try await context.record(.obligationExtended, subject: id.description, review: owed.review.id)
        try await Progress.run(owed.review, in: context)
        try await ExtensionNotices.tell(.extensionGranted, owed.owedBy, owed, in: context)
        let (dueAt, now) = try await context.visible("select due_at, ver from obligation where id = \(id)", as: (UTCInstant, Int).self)
        return .done(["id": .string(id.description), "ver": .int(Int64(now)), "days": .int(Int64(given)), "due_at": .string(dueAt.rfc3339)])
    }
}
