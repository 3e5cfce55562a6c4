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
    /// Whether it is an answer to a document, and so no more public than that.
    let isAnswer: Bool

    /// 410 for one that the actor does not see.
    init(_ id: ObligationID, in context: Context) async throws {
        let reviewID = try await context.visible("select review from obligation where id = \(id)", as: ReviewID.self)
        review = try await context.review(reviewID)
        let (state, version, owedBy, dueAt, dueOn, extensions, name, document) = try await context.visible(
            "select state, ver, owed_by, due_at, due_local_date, extensions, rule, document from obligation where id = \(id)",
            as: (ObligationState, Int, RoleName, UTCInstant?, LocalDate?, [DateOffset], ObligationName, DocumentID?).self)
        (self.id, self.state, self.version, self.owedBy) = (id, state, version, owedBy)
        (self.dueAt, self.dueOn, self.extensions) = (dueAt, dueOn, extensions)
        isAnswer = document != nil
        rule = isAnswer ? nil : review.procedure.obligation(name)
    }

    /// Whether who has that standing owes it by a function of their own, so that it is not theirs to decide on.
    private func isOwn(_ standing: Standing) -> Bool {
        review.procedure.roles[owedBy].map { !$0.functions.isDisjoint(with: standing.functions) } ?? false
    }

    /// Who decides on it: whoever plays that role, and on what the role owes itself the head of the secretariat. 443, 431.
    func decider(_ role: RoleName, in context: Context) async throws -> Standing {
        let standing = try await context.standing(in: review)
        try standing.requireNoConflict()
        if owedBy != role || !context.actor.isHead { try standing.require(role) }
        return standing
    }

    /// 442 for what is settled, or in a review that is over.
    func requireUnsettled() throws {
        try review.requireOpen()
        guard !state.isSettled else { throw Refusal(.stateWrong, "it is \(state.rawValue)") }
    }

    /// 441 for what the actor owes by a function of one's own.
    func requireOthers(_ standing: Standing) throws {
        guard !isOwn(standing) else { throw Refusal(.ruleOwnCase, "who owes it does not decide on it; the head of the secretariat does") }
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
