import Postgres
import ReviewModel
import ReviewWire

/// One obligation as the verbs that change it need it, with its review locked.
struct OwedRow: Sendable {
    let id: ObligationID
    let review: ReviewRow
    let state: ObligationState
    let version: Int
    let owedBy: RoleName
    let dueAt: UTCInstant?
    let dueOn: LocalDate?
    let extensions: [DateOffset]
    /// Nil for an answer to a document, which the procedure's list of obligations does not hold.
    let rule: ObligationRule?

    /// 410 for one that the actor does not see.
    init(_ id: ObligationID, in context: Context) async throws {
        let reviewID = try await context.visible("select review from obligation where id = \(id)", as: ReviewID.self)
        review = try await context.review(reviewID)
        let (state, version, owedBy, dueAt, dueOn, extensions, name, document) = try await context.visible(
            "select state, ver, owed_by, due_at, due_local_date, extensions, rule, document from obligation where id = \(id)",
            as: (ObligationState, Int, RoleName, UTCInstant?, LocalDate?, [DateOffset], ObligationName, DocumentID?).self)
        (self.id, self.state, self.version, self.owedBy) = (id, state, version, owedBy)
        (self.dueAt, self.dueOn, self.extensions) = (dueAt, dueOn, extensions)
        rule = document == nil ? review.procedure.obligation(name) : nil
    }

    /// 441 when the procedure lets nobody extend it.
    func extensionRule() throws -> ExtensionRule {
        guard let rule = rule?.extend else { throw Refusal(.ruleForbidden, "the procedure gives no more time for this") }
        return rule
    }

    /// 441 for more than the procedure gives in all.
    func require(_ days: Int, within rule: ExtensionRule) throws {
        guard let dueOn else { throw Refusal(.stateWrong, "it has no deadline yet") }
        guard extensions.count < rule.times else { throw Refusal(.ruleForbidden, "the procedure extends it \(rule.times) times at most") }
        let most = dueOn.adding(rule.max).daysSinceEpoch - dueOn.daysSinceEpoch
        let given = extensions.reduce(dueOn) { $0.adding($1) }.daysSinceEpoch - dueOn.daysSinceEpoch
        guard days > 0, given + days <= most else {
            throw Refusal(.ruleForbidden, "the procedure gives \(rule.max) in all, and \(given) days of it are used", at: "days")
        }
    }
}

/// A request for more time that waits for its answer.
struct AskedExtension: Sendable {
    let id: ExtensionID
    let days: Int

    /// 442 when nobody asked.
    init(of obligation: ObligationID, in context: Context) async throws {
        let row = try await context.transaction.first(
            "select id, days from extension_request where obligation = \(obligation) and state = 'asked'", as: (ExtensionID, Int).self)
        guard let row else { throw Refusal(.stateWrong, "nobody has asked for more time; obligation.extend does") }
        (id, days) = row
    }

    /// Writes the answer with what was known of the State when it was given, so that anyone can compare.
    func decide(
        _ state: String, days: Int, because reason: Reason, of owed: OwedRow, income: IncomeGroup?, _ known: Reason?, in context: Context
    ) {
        context.transaction.queue(
            """
            update extension_request set state = \(state), days = \(days), decided_at = \(context.now), decision = \(reason),
                income_group = \(income?.rawValue), context = \(known?.text),
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
