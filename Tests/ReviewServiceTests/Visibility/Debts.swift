import Postgres
import ReviewModel
import ReviewService
import Support

/// Obligations in every state, in reviews of their own beside the one with the papers, and what the clock has brought of them.
struct Debts: Sendable {
    /// One of each kind: asked for by the procedure or in answer to a document, open to a reader or not, in a state.
    struct Debt: Sendable {
        let id: String
        /// The procedure's obligation, or the window of the document.
        let rule: String
        let state: ObligationState
        /// The document to be answered.
        let document: String?
        /// Whether a request for more time waits.
        let isAsked: Bool
    }

    let all: [Debt]

    /// Made by the verbs that people use, but for a reader who is told too much.
    static func make(_ house: PeopledService) async throws {
        let parties = try await house.service.pool.read(
            Actor.system.context,
            [
                """
                select party from party_standing
                where instrument = 'TIP' and bound @> date '2025-01-06' and party not in ('KEN', 'TZA', 'NOR') order by party limit 2
                """
            ]
        ).tables[0].rows(as: String.self)
        // Two of one State, in two cycles: in the one more time was asked for.
        let cycle = try await house.made("head", "cycle.create title=Fourth procedure=appeal-1 instruments=TIP starts_on=2026-11-02")
        try await house.done("head", "cycle.open cycle=\(cycle) if=1")
        for (cycle, isAsked) in [(house.cycle, true), (cycle, false)] {
            let review = try await open("TZA", startsOn: "2026-11-02", in: cycle, house)
            for (login, function) in [("reviewer", "focal-point"), ("expert", "expert"), ("lead", "reviewer")] {
                try await name(login, function, in: review, house)
            }
            try await house.done("officer", "review.advance review=\(review) if=\(version(of: review, house))")
            let owed = try await house.rows("public", "obligation.list review=\(review) state=open").first?["id"]?.text ?? ""
            guard isAsked else { continue }
            try await house.done("reviewer", "obligation.extend obligation=\(owed) days=10 reason=\"It takes longer\"")
        }
        // Begun long ago: what is owed is missed at once, and what comes is late.
        let old = try await open(parties[0], startsOn: "2025-01-06", house)
        try await tell(house)
        try await name("expert", "expert", in: old, house)
        let missed = try await house.rows("public", "obligation.list review=\(old) state=missed")
        let waived = missed.first { $0["rule"]?.text == "focal-point" }
        let line = "obligation.waive obligation=\(waived?["id"]?.text ?? "") if=\(waived?["ver"]?.integer ?? 0) reason=\"There is none\""
        try await house.done("officer", line)
        let ended = try await open(parties[1], startsOn: "2026-11-02", house)
        try await house.done("head", "review.cancel review=\(ended) if=\(version(of: ended, house)) reason=\"No cover\"")
    }

    private static func open(_ party: String, startsOn: String, in cycle: String? = nil, _ house: PeopledService) async throws -> String {
        let review = try await house.made("head", "review.open cycle=\(cycle ?? house.cycle) party=\(party) starts_on=\(startsOn)")
        try await name("officer", "officer", in: review, house)
        return review
    }

    private static func name(_ login: String, _ function: String, in review: String, _ house: PeopledService) async throws {
        try await house.done("head", "nomination.make review=\(review) account=\(login) function=\(function) note_verbale=NV/1")
    }

    private static func version(of review: String, _ house: PeopledService) async throws -> Int64 {
        try await house.done("officer", "review.show review=\(review)")["ver"]?.integer ?? 0
    }

    /// Reminders, notices and their messages, a job's run, a reader who is held back, what somebody prefers, and a system that is called.
    private static func tell(_ house: PeopledService) async throws {
        try await house.done("focal", "notice.preferences if=1 mail=focal@example.org quiet=22:00-07:00")
        try await house.made("lead", "invitation.make recovers=focal")
        try await house.made("ngo", "webhook.make url=https://example.org/notices")
        try await house.done("head", "job.run job=fire")
        let held = try house.actor("focal").account
        try await house.service.pool.transaction(Actor.system.context) { transaction in
            try await transaction.run("insert into schedule_hold (recipient, reason, held_at) values (\(held), 'too many', moment())")
        }
    }

    init(_ house: PeopledService) async throws {
        let table = try await house.service.pool.read(
            Actor.system.context,
            [
                """
                select id, rule, state, document, exists (select from extension_request x where x.obligation = o.id and x.state = 'asked')
                from obligation o order by review, document, state, id
                """
            ]
        ).tables[0]
        all = try table.rows(as: (String, String, ObligationState, String?, Bool).self).map {
            Debt(id: $0.0, rule: $0.1, state: $0.2, document: $0.3, isAsked: $0.4)
        }
    }

    /// One for each state and each rule or kind of document that is to be answered.
    func examples(_ oracle: Oracle) -> [String] {
        var seen: Set<String> = []
        return all.filter { debt in
            let paper = oracle.papers.first { $0.id == debt.document }
            let kind = paper.map { "\($0.audience) \($0.isSourceHidden)" } ?? "\(debt.rule) \(debt.isAsked)"
            return seen.insert("\(debt.state) \(kind)").inserted
        }.map(\.id)
    }

    func visible(to reader: Oracle.Reader, _ oracle: Oracle) -> Set<String> {
        let documents = oracle.visible(to: reader)
        return Set(all.filter { $0.document.map(documents.contains) ?? true }.map(\.id))
    }
}
