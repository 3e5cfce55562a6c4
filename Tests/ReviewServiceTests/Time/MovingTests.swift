import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// A deadline moves with its anchor, with more time and with a successor; what hangs on it follows, and nothing else does (DOMAIN §4).
@Suite struct MovingTests {
    private static let start = "2026-11-03T09:00:00Z"

    /// What anyone is told of every obligation of the review, by its rule.
    private static func obligations(_ house: PeopledService) async throws -> [String: JSONValue] {
        var shown: [String: JSONValue] = [:]
        for row in try await house.rows("public", "obligation.list review=\(house.review) limit=1000") {
            let id = row["id"]?.text ?? ""
            shown[row["rule"]?.text ?? ""] = try await house.done("public", "obligation.show obligation=\(id)")
        }
        return shown
    }

    /// State and cause of each alarm by the deadline's version and the rule.
    /// What is said of the list of issues once it is late.
    private static let afterwards = ["7 days after", "escalation to officer after 14 days", "escalation to conference after 60 days"]

    private static func alarms(_ id: String, _ house: PeopledService) async throws -> [String] {
        try await house.rows("public", "obligation.explain obligation=\(id)").map { row in
            let cause = row["cause"]?.text.map { ": " + $0 } ?? ""
            return "\(row["deadline_version"]?.integer ?? 0) \(row["rule"]?.text ?? "") \(row["state"]?.text ?? "")\(cause)"
        }
    }

    /// The deadline's own date.
    private static func day(_ shown: JSONValue) throws -> LocalDate {
        guard let day = shown["due_local"]?.text.flatMap({ LocalDate(String($0.prefix(10))) }) else { throw TranscriptProblem("no date") }
        return day
    }

    private static func questionnaire(_ house: PeopledService) async throws -> (walk: AppealWalk, owed: AppealWalk.Owed) {
        let walk = try AppealWalk(house)
        guard try await walk.leave(at: AppealWalk.instant(start)), let owed = try await walk.owed().first else {
            throw TranscriptProblem("the self-assessment is not owed")
        }
        return (walk, owed)
    }

    @Test func `a session that moves, also into the past and back, moves what is due before it and nothing else`() async throws {
        try await PeopledService.with { house in
            let walk = try AppealWalk(house)
            try await walk.walk(until: "dialogue")
            let planned = try #require(try await house.rows("public", "anchor.list review=\(house.review)").first)
            let session = try AppealWalk.instant(planned["at"]?.text)
            let before = try await Self.obligations(house)
            let issues = try #require(before["list-of-issues"])
            let id = issues["id"]?.text ?? ""
            let due = try Self.day(issues)
            // The session was planned when the stage had begun: until then there was no deadline.
            #expect(
                try await Self.alarms(id, house)
                    == (["7 days before", "1 day before"] + Self.afterwards).map { "2 \($0) pending" })
            func move(_ days: Int64, version: Int) async throws -> JSONValue {
                let at = session.adding(seconds: days * 86_400).rfc3339
                let line = "anchor.record review=\(house.review) name=dialogue.session at=\(at) if=\(version)"
                try await house.done("officer", line)
                let after = try await Self.obligations(house)
                for (rule, shown) in after where rule != "list-of-issues" { #expect(shown == before[rule], "\(rule)") }
                let moved = try #require(after["list-of-issues"])
                #expect(moved["original_due_at"] == issues["due_at"])
                return moved
            }
            let later = try await move(14, version: 1)
            #expect(try Self.day(later) == due.adding(days: 14) && later["deadline_version"]?.integer == 3)
            let gone = try await move(-210, version: 2)
            #expect(try Self.day(gone) == due.adding(days: -210) && gone["deadline_version"]?.integer == 4)
            #expect(gone["state"]?.text == "missed")
            let back = try await move(0, version: 3)
            #expect(back["due_at"] == issues["due_at"] && back["state"]?.text == "open" && back["deadline_version"]?.integer == 5)
            // What comes before a deadline that has passed already makes no sense; what follows it would have been said, had it stayed.
            let (early, late) = (["1 day before", "7 days before"], Self.afterwards)
            let moved = [2, 3].flatMap { version in (early + late).map { "\(version) \($0) cancelled: the deadline moved" } }
            let past = early.map { "4 \($0) skipped: already past when the deadline was set" }
            let passed = late.map { "4 \($0) cancelled: the deadline moved" }
            let standing = (early + late).map { "5 \($0) pending" }
            #expect(try await Self.alarms(id, house).sorted() == (moved + past + passed + standing).sorted())
        }
    }

    @Test func `a receipt after all moves what is counted from it and nothing else`() async throws {
        try await PeopledService.with { house in
            let (walk, owed) = try await Self.questionnaire(house)
            #expect(try await walk.leave(at: owed.dueAt.adding(seconds: 86_400)))
            let before = try await Self.obligations(house)
            #expect(before["desk-review"]?["due_local"]?.text == "2027-11-05 24:00")
            try walk.stand(at: "2027-08-16T10:00:00Z")
            #expect(try await walk.deliver(owed).json["late"] == true)
            let after = try await Self.obligations(house)
            #expect(after["desk-review"]?["due_local"]?.text == "2028-02-16 24:00")
            #expect(after["desk-review"]?["original_due_at"] == before["desk-review"]?["due_at"])
            for (rule, shown) in after where !["desk-review", "questionnaire"].contains(rule) { #expect(shown == before[rule], "\(rule)") }
        }
    }

    @Test func `more time is counted from the anchor, and there is no more of it than the procedure gives`() async throws {
        try await PeopledService.with { house in
            let (walk, owed) = try await Self.questionnaire(house)
            func ask(_ days: Int) async throws -> JSONValue {
                try await house.reply("focal", "obligation.extend obligation=\(owed.id) days=\(days) reason=\"It takes longer\"").json
            }
            func grant(version: Int, _ rest: String = "") async throws -> JSONValue {
                try await house.reply("officer", "obligation.grant obligation=\(owed.id) if=\(version) reason=\"A new ministry\"\(rest)")
                    .json
            }
            // Six months after 2 November are a Sunday, so that the deadline rolled to 3 May.
            #expect(owed.dueAt.rfc3339 == "2027-05-03T22:00:00Z")
            #expect(try await ask(91)["err"]?.text == "rule/forbidden")
            #expect(try await ask(40)["state"]?.text == "asked")
            #expect(try await grant(version: 1, " days=41")["err"]?.text == "rule/forbidden")
            let first = try await grant(version: 1, " days=30")
            #expect(first["due_at"]?.text == "2027-06-01T22:00:00Z" && first["days"]?.integer == 30)
            #expect(try await ask(61)["err"]?.text == "rule/forbidden")
            try walk.stand(at: "2026-12-01T09:00:00Z")
            #expect(try await ask(20)["state"]?.text == "asked")
            let version = Int(first["ver"]?.integer ?? 0)
            #expect(try await grant(version: version)["due_at"]?.text == "2027-06-21T22:00:00Z")
            #expect(try await ask(5)["err"]?.text == "rule/forbidden")
            let shown = try await house.done("public", "obligation.show obligation=\(owed.id)")
            #expect(shown["original_due_at"]?.text == "2027-05-03T22:00:00Z" && shown["deadline_version"]?.integer == 3)
            #expect(shown["due_rule"]?.text?.hasSuffix("extended by 30 days, extended by 20 days") == true)
            let requests = shown["requests"]?.elements ?? []
            #expect(requests.map { $0["days"]?.integer } == [40, 20] && requests.map { $0["granted_days"]?.integer } == [30, 20])
            let alarms = try await Self.alarms(owed.id, house)
            #expect(alarms.count { $0.hasSuffix("cancelled: extended") } == 14 && alarms.count { $0.hasSuffix("pending") } == 7)
        }
    }

    /// What is done about the self-assessment, and why nothing more is said of it.
    static let endings = ["met", "late", "waived", "the review is over"]

    @Test(arguments: endings) func `what settles it cancels what was pending, with the cause, for good`(cause: String) async throws {
        try await PeopledService.with { house in
            let (walk, owed) = try await Self.questionnaire(house)
            switch cause {
            case "met": _ = try await walk.deliver(owed)
            case "late":
                house.clock.stand(at: owed.dueAt)
                try await house.run("fire")
                _ = try await walk.deliver(owed)
            case "waived":
                try await house.done("officer", "obligation.waive obligation=\(owed.id) if=1 reason=\"The law was repealed\"")
                let shown = try await house.done("officer", "obligation.show obligation=\(owed.id)")
                #expect(shown["waived_because"]?.text == "The law was repealed" && shown["waived_by"]?.text == "officer")
                let told = try await house.done("public", "obligation.show obligation=\(owed.id)")
                #expect(told["waived_because"]?.text == "The law was repealed" && told["waived_by"] == nil)
            default:
                let version = try await house.done("officer", "review.show review=\(house.review)")["ver"]?.integer ?? 0
                try await house.done("head", "review.cancel review=\(house.review) if=\(version) reason=\"No cover\"")
            }
            let alarms = try await Self.alarms(owed.id, house)
            #expect(alarms.count == 7 && alarms.contains { $0.hasSuffix("cancelled: \(cause)") }, "\(alarms)")
            #expect(!alarms.contains { $0.hasSuffix("pending") })
            let notices = try await house.rows("focal", "notice.list").filter { $0["obligation"]?.text == owed.id }.count
            try walk.stand(at: "2028-11-03T09:00:00Z")
            for job in ["reconcile", "follow-up", "fire"] { try await house.run(job) }
            #expect(try await Self.alarms(owed.id, house) == alarms)
            #expect(try await house.rows("focal", "notice.list").filter { $0["obligation"]?.text == owed.id }.count == notices)
        }
    }

    @Test func `a successor is told what the predecessor was to be told`() async throws {
        try await PeopledService.with { house in
            let (walk, owed) = try await Self.questionnaire(house)
            try walk.stand(at: "2027-04-04T09:00:00Z")
            try await house.run("fire")
            let held = try #require(try await house.rows("focal", "nomination.list mine=yes").first)
            try await house.done(
                "lead",
                "nomination.handover nomination=\(held["id"]?.text ?? "") account=lead note_verbale=NV/9 if=\(held["ver"]?.integer ?? 0)")
            #expect(try await Self.alarms(owed.id, house).count { $0.hasSuffix("cancelled: handed over") } == 4)
            try walk.stand(at: "2027-04-27T09:00:00Z")
            try await house.run("fire")
            let told = try await house.rows("officer", "obligation.explain obligation=\(owed.id)").filter { $0["state"]?.text == "fired" }
            #expect(
                told.map { $0["told"]?.elements?.compactMap(\.text) ?? [] } == [["delegate", "focal"], ["delegate", "lead"]])
        }
    }
}
