import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let obligationRefuse = Command(
        "obligation.refuse", "Refuse more time, with a reason that everyone reads.", roles: .members,
        arguments: Argument<ObligationID>("obligation"), Argument<Version>("if"), Argument<Reason>("reason", "published"),
        Argument<IncomeGroup?>("income", "the State's"), Argument<Reason?>("context", "what else was known of the State")
    ) { context, id, version, reason, income, known in
        let owed = try await OwedRow(id, in: context)
        let standing = try await owed.decider(owed.rule?.extend?.by ?? .officer, in: context)
        try context.require(version, is: owed.version)
        try owed.requireUnsettled()
        let asked = try await AskedExtension(of: id, in: context)
        try owed.requireOthers(standing)
        try asked.decide(AskedExtension.Decision(grantedDays: nil, reason: reason, income: income, known: known), on: owed, in: context)
        context.transaction.queue("update obligation set ver = ver + 1 where id = \(id)")
        try await context.record(.obligationExtensionRefused, subject: id.description, review: owed.review.id)
        try await ExtensionNotices.tell(.extensionRefused, owed.owedBy, owed, in: context)
        return .done(["id": .string(id.description), "ver": .int(Int64(owed.version + 1))])
    }
}
