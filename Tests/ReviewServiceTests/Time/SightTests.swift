import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// Nobody loses sight of their own work when a deadline passes.
@Suite struct SightTests {
    /// What one person sees of their own: a line each, which must still stand there afterwards.
    private static func view(_ who: String, _ house: PeopledService) async throws -> Set<String> {
        var seen: Set<String> = []
        for row in try await house.rows(who, "document.list mine=yes limit=1000") {
            let id = row["id"]?.text ?? ""
            seen.insert("document \(id) \(row["title"]?.text ?? "")")
            seen.insert("text \(id) " + (try await house.wire(who, "document.get document=\(id)")))
            for version in try await house.rows(who, "document.versions document=\(id)") {
                seen.insert("version \(id) \(version["version"]?.integer ?? 0) \(version["sha256"]?.text ?? "")")
            }
        }
        for (verb, names) in [
            ("obligation.list mine=yes", ["id", "rule", "original_due_at"]), ("upload.list all=yes", ["upload", "name", "sha256"]),
            ("nomination.list mine=yes", ["id", "function"]), ("notice.list", ["id", "kind"]),
            ("window.list review=\(house.review)", ["stage", "window", "opened_at"]),
        ] {
            for row in try await house.rows(who, verb + " limit=1000") {
                seen.insert(verb + names.map { " \(row[$0]?.text ?? "-")" }.joined())
            }
        }
        let calendar = try await house.wire(who, "calendar.export")
        seen.formUnion(calendar.split(separator: "\r\n").filter { $0.hasPrefix("UID:") }.map(String.init))
        return seen
    }

    private static let authors = ["focal", "delegate", "expert", "reviewer", "officer", "ngo", "survivors", "nhri", "igo"]

    private static func views(_ house: PeopledService) async throws -> [String: Set<String>] {
        var views: [String: Set<String>] = [:]
        for who in authors { views[who] = try await view(who, house) }
        return views
    }

    /// A draft of everyone who has something to write in this stage, a hidden one among them, and an upload under way.
    private static func write(_ kinds: [String], _ walk: AppealWalk) async throws {
        let house = walk.house
        var drafts = [("ngo", "contribution", ""), ("survivors", "contribution", " source=hidden"), ("nhri", "contribution", "")]
        drafts += [("igo", "evidence", ""), ("reviewer", "evidence", "")]
        for kind in kinds { drafts += [("delegate", kind, ""), ("expert", kind, ""), ("officer", kind, "")] }
        for (who, kind, rest) in drafts {
            let line = "document.draft review=\(house.review) kind=\(kind) lang=en title=\"Draft of \(who)\"\(rest)"
            let id = try await house.made(who, line, body: "First words of \(who).")
            try await house.done(who, "document.amend document=\(id) if=1", body: "Better words of \(who).")
        }
        let digest = String(repeating: "0", count: 64)
        try await house.done("ngo", "upload.open name=half.txt type=text/plain size=10 sha256=\(digest)")
    }

    private static func expectKept(_ before: [String: Set<String>], _ house: PeopledService, _ place: String) async throws {
        let after = try await views(house)
        for (who, lines) in before {
            let lost = lines.subtracting(after[who] ?? [])
            #expect(lost.isEmpty, "\(who) lost \(lost.sorted()) \(place)")
            #expect(!lines.isEmpty)
        }
    }

    @Test func `every deadline, window and stage of the appeal passes, and everybody's own stays where it was`() async throws {
        try await PeopledService.with { house in
            let walk = try AppealWalk(house)
            var last = try AppealWalk.instant("2026-11-03T09:00:00Z")
            var passed: [String] = []
            while true {
                let before = try await Self.views(house)
                var hasLeft = try await walk.leave(at: last)
                if !hasLeft {
                    // The procedure waits for some things however late they come.
                    for owed in try await walk.owed(state: "missed") { _ = try await walk.deliver(owed) }
                    hasLeft = try await walk.leave(at: last)
                }
                try #require(hasLeft)
                try await Self.expectKept(before, house, "when the stage was left at \(last)")
                let due = try await walk.owed()
                guard !due.isEmpty else { break }
                try await Self.write(Set(due.map(\.kind)).sorted(), walk)
                for owed in due {
                    passed.append(owed.rule)
                    house.clock.stand(at: owed.dueAt.adding(seconds: -1))
                    let before = try await Self.views(house)
                    for days in [0, 61] as [Int64] {
                        house.clock.stand(at: owed.dueAt.adding(seconds: days * 86_400))
                        try await house.run("follow-up")
                        try await house.run("fire")
                        try await Self.expectKept(before, house, "\(days) days after \(owed.rule)")
                    }
                    #expect(try await walk.state(of: owed.id) == "missed")
                    #expect(try await walk.deliver(owed, isDry: true).json["late"] == true, "\(owed.rule)")
                    last = max(last, owed.dueAt.adding(seconds: 61 * 86_400))
                }
            }
            #expect(passed.count == 13, "\(passed)")
        }
    }

    @Test func `a draft may be amended and withdrawn after a hard deadline, and is shown as it was`() async throws {
        let hard = try ProcedureCatalog.hardAppeal()
        try await PeopledService.with(procedures: hard) { house in
            let walk = try AppealWalk(house)
            #expect(try await walk.leave(at: AppealWalk.instant("2026-11-03T09:00:00Z")))
            let owed = try #require(try await walk.owed().first)
            let line = "document.draft review=\(house.review) kind=\(owed.kind) lang=en title=Ours"
            let draft = try await house.made("focal", line, body: "Nearly done.")
            house.clock.stand(at: owed.dueAt)
            try await house.run("follow-up")
            let refused = try await house.reply("focal", "document.submit document=\(draft) if=1")
            #expect(refused.json["err"]?.text == "deadline/passed")
            #expect(try await house.wire("focal", "document.get document=\(draft)").contains("Nearly done."))
            try await house.done("focal", "document.amend document=\(draft) if=1", body: "Done.")
            #expect(try await house.wire("delegate", "document.get document=\(draft)").contains("Done."))
            try await house.done("focal", "document.withdraw document=\(draft) if=2 reason=\"Too late\"")
            #expect(try await house.rows("focal", "document.list mine=yes").map { $0["state"]?.text } == ["withdrawn"])
        }
    }
}
