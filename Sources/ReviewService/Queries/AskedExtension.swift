import Postgres
import ReviewModel
import ReviewWire

/// A request for more time that waits for its answer.
struct AskedExtension: Sendable {
    /// The answer, with what was known of the State when it was given, so that anyone can compare.
    struct Decision: Sendable {
        /// Nil when it is refused.
        let grantedDays: Int?
        let reason: Reason
        let income: IncomeGroup?
        let known: Reason?
    }

    let days: Int
    private let id: ExtensionID
    private let askedBy: AccountID

    /// 442 when nobody asked.
    init(of obligation: ObligationID, in context: Context) async throws {
        let row = try await context.transaction.first(
            "select id, days, asked_by from extension_request where obligation = \(obligation) and state = 'asked'",
            as: (ExtensionID, Int, AccountID).self)
        guard let row else { throw Refusal(.stateWrong, "nobody has asked for more time; obligation.extend does") }
        (id, days, askedBy) = row
    }

    /// Requests in that review for more time for what is settled, or no longer owed with the review, end unanswered. As the system.
    static func endMoot(in review: ReviewID, _ system: Context) {
        system.transaction.queue(
            """
            update extension_request x set state = 'void', decided_at = \(system.now),
                decision = case when r.state = 'open' then coalesce(o.void_because, 'it is ' || o.state) else 'the review is ' || r.state end
            from obligation o join review r on r.id = o.review
            where o.id = x.obligation and x.review = \(review) and x.state = 'asked'
                and (o.state not in ('open', 'missed') or r.state <> 'open')
            """)
    }

    /// 441 for who asked, in whatever function.
    func decide(_ decision: Decision, on owed: OwedRow, in context: Context) throws {
        let account = try context.account
        guard account != askedBy else { throw Refusal(.ruleOwnCase, "nobody decides on one's own request") }
        context.transaction.queue(
            """
            update extension_request set state = \(decision.grantedDays == nil ? "refused" : "granted"), granted_days = \(decision.grantedDays),
                decided_by = \(account), decided_at = \(context.now), decision = \(decision.reason),
                income_group = \(decision.income?.rawValue), context = \(decision.known?.text),
                regional_group = (select g.regional_group from party_group g
                                  where g.party = \(owed.review.party) and g.during @> \(context.now)::timestamptz::date)
            where id = \(id)
            """)
    }
}

/// The World Bank's groups of countries by income.
package enum IncomeGroup: String, CaseIterable, Sendable, ArgumentValue {
    case low
    case lowerMiddle = "lower-middle"
    case upperMiddle = "upper-middle"
    case high
}
