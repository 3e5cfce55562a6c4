import Postgres
import ReviewModel
import ReviewWire

/// What the clock alone would bring about in one review until a moment: it is let happen, looked at, and undone, so that what is foreseen
/// is what then happens.
struct Preview: Sendable {
    /// One thing that would be told.
    struct Telling: Sendable {
        let at: Instant
        let review: ReviewID
        let party: String
        /// Nil for what is not owed yet.
        let obligation: ObligationID?
        let owed: String
        let rule: String
        let kind: String
        let role: String
        /// Logins; nil for who may not know of conflicts of interest, since whom they leave out would tell.
        let recipients: [String]?
    }

    /// Earliest first.
    static func of(_ review: ReviewID, until end: Instant, _ reader: Reader) async throws -> [Telling] {
        do {
            return try await reader.service.pool.transaction(reader.actor.context) { transaction in
                let context = Context(
                    actor: reader.actor, service: reader.service, transaction: transaction, now: try await transaction.now)
                throw RolledBack(try await tellings(of: review, until: end, in: context))
            }
        } catch let foreseen as RolledBack<[Telling]> {
            return foreseen.value
        }
    }

    private static func tellings(of review: ReviewID, until end: Instant, in context: Context) async throws -> [Telling] {
        let maySeeConflicts = try await context.transaction.one(
            "select looks_after(clearances(), \(review))", as: Bool.self)
        let owedNow = try await context.transaction.all("select id from obligation where review = \(review)", as: ObligationID.self)
        _ = try await Schedule.walk([review], to: end, in: context)
        return try await context.asSystem { system in
            try await system.transaction.all(
                """
                select a.settled_at, r.party, a.obligation, o.rule, a.rule, a.kind, a.recipient_role,
                    array(select t.login from reminder m join account t on t.id = m.recipient
                          where m.obligation = a.obligation and m.deadline_version = a.deadline_version and m.rule = a.rule
                            and m.outcome = 'sent' and m.xmin = a.xmin order by t.login), a.is_confidential
                from alarm a join obligation o on o.id = a.obligation join review r on r.id = a.review
                where a.review = \(review) and a.state = 'fired' and a.xmin = pg_current_xact_id()::xid
                order by a.settled_at, a.obligation, a.rule
                """, as: (Instant, String, ObligationID, String, String, String, String, [String], Bool).self
            ).compactMap { at, party, obligation, owed, rule, kind, role, recipients, isConfidential in
                // An answer to a document is owed already, or not foreseen: who does not see it now is told nothing of it.
                guard !isConfidential || owedNow.contains(obligation) else { return nil }
                return Telling(
                    at: at, review: review, party: party, obligation: owedNow.contains(obligation) ? obligation : nil, owed: owed,
                    rule: rule,
                    kind: kind, role: role, recipients: maySeeConflicts ? recipients : nil)
            }
        }
    }
}

extension Preview.Telling {
    var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("at", .string(at.rfc3339)), ("review", .string(review.description)), ("party", .string(party)), ("owed", .string(owed)),
        ]
        if let obligation { members.append(("obligation", .string(obligation.description))) }
        members += [("rule", .string(rule)), ("kind", .string(kind)), ("to", .string(role))]
        if let recipients { members.append(("recipients", .array(recipients.map { .string($0) }))) }
        return .object(members)
    }
}
