import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support

/// The demonstration's review walked through the stages of `appeal-1` by the verbs that people use, the clock standing where the test puts it.
struct AppealWalk: Sendable {
    /// Something that the procedure asks for by a date.
    struct Owed: Sendable {
        let id: String
        let rule: String
        /// The role of the procedure.
        let by: String
        let kind: String
        let dueAt: UTCInstant
    }

    /// Who plays a role of the procedure.
    static let players = ["state-under-review": "focal", "review-team": "expert", "officer": "officer", "expert": "expert"]

    let house: PeopledService
    private var review: String { house.review }

    init(_ house: PeopledService) throws {
        self.house = house
        try stand(at: "2026-11-03T09:00:00Z")
    }

    func stand(at text: String) throws { house.clock.stand(at: try Self.instant(text)) }

    static func instant(_ text: String?) throws -> UTCInstant {
        guard let instant = text.flatMap({ Instant(rfc3339: $0) }) else { throw TranscriptProblem("\(text ?? "nothing") is no instant") }
        return UTCInstant(instant)
    }

    /// What the procedure itself asks for now and a document answers, the next first.
    func owed(state: String = "open") async throws -> [Owed] {
        try await house.rows("public", "obligation.list review=\(review) state=\(state) limit=1000").compactMap { row in
            guard row["document"] == nil, let kind = row["document_kind"]?.text, let due = row["due_at"]?.text else { return nil }
            return Owed(
                id: row["id"]?.text ?? "", rule: row["rule"]?.text ?? "", by: row["owed_by"]?.text ?? "", kind: kind,
                dueAt: try Self.instant(due))
        }
    }

    func state(of obligation: String, for who: String = "officer") async throws -> String? {
        try await house.reply(who, "obligation.show obligation=\(obligation)").json["state"]?.text
    }

    /// Hands in what is owed, by whoever plays the role unless said otherwise.
    func deliver(_ owed: Owed, by who: String? = nil, isDry: Bool = false) async throws -> Reply {
        let line = "document.submit review=\(review) kind=\(owed.kind) lang=en title=x\(isDry ? " dry=yes" : "")"
        return try await house.reply(who ?? Self.players[owed.by] ?? "", line, body: "What is owed.")
    }

    /// A rehearsed delivery of what is owed by each person who may make it: the delegate's is of a draft that the focal point has cleared.
    func ways(of owed: Owed) async throws -> [(who: String, line: String, body: String?)] {
        let paper = "review=\(review) kind=\(owed.kind) lang=en title=x"
        let players = owed.by == "review-team" ? ["expert", "reviewer"] : [Self.players[owed.by] ?? ""]
        var ways: [(who: String, line: String, body: String?)] = players.map { ($0, "document.submit \(paper) dry=yes", "What is owed.") }
        if owed.by == "state-under-review" {
            let draft = try await house.made("delegate", "document.draft \(paper)", body: "What is owed.")
            try await house.done("focal", "document.clear document=\(draft) if=1")
            ways.append(("delegate", "document.submit document=\(draft) if=2 dry=yes", nil))
        }
        return ways
    }

    /// The officer's word that the stage is over; false when something stands in the way. What the dialogue hangs on is then planned.
    func leave(at moment: UTCInstant) async throws -> Bool {
        house.clock.stand(at: moment)
        let version = try await house.done("officer", "review.show review=\(review)")["ver"]?.integer ?? 0
        let reply = try await house.reply("officer", "review.advance review=\(review) if=\(version) reason=\"It did not come\"")
        if try await house.rows("public", "review.list")[0]["stages"]?.elements?.first?.text == "dialogue" { try await plan(after: moment) }
        return !reply.code.isRefusal
    }

    private func plan(after moment: UTCInstant) async throws {
        guard try await house.rows("officer", "anchor.list review=\(review)").isEmpty else { return }
        for (name, days) in [("dialogue.session", 280), ("dialogue.opened", 280), ("dialogue.closed", 281)] as [(String, Int64)] {
            let at = moment.adding(seconds: days * 86_400)
            try await house.done("officer", "anchor.record review=\(review) name=\(name) at=\(at.rfc3339)")
        }
    }

    /// From the first stage to the last: `visit` sees each obligation, the next first, and delivers it.
    func walk(_ visit: (Owed) async throws -> Void) async throws {
        var last = try Self.instant("2026-11-03T09:00:00Z")
        while try await house.rows("public", "review.list")[0]["state"]?.text == "open" {
            guard try await leave(at: last) else { throw TranscriptProblem("the review stands still at \(last)") }
            while let next = try await owed().first {
                try await visit(next)
                last = max(last, next.dueAt)
            }
        }
    }

    /// Until that stage is open, with everything before it in time.
    func walk(until stage: String) async throws {
        var last = try Self.instant("2026-11-03T09:00:00Z")
        while try await house.rows("public", "review.list")[0]["stages"]?.elements?.first?.text != stage {
            _ = try await leave(at: last)
            guard try await house.rows("public", "review.list")[0]["stages"]?.elements?.first?.text != stage else { return }
            for next in try await owed() {
                last = max(last, next.dueAt.adding(seconds: -1))
                house.clock.stand(at: last)
                _ = try await deliver(next)
            }
        }
    }
}
