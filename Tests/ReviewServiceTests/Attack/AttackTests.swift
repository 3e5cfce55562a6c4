import ReviewService
import ReviewWire
import Support
import Testing

/// A hostile reader tries to learn of a hidden source, or that there is one: the house with it must look like the house without it.
@Suite struct AttackTests {
    static let curious = ["delegate", "focal", "lead", "reviewer", "outsider", "ngo", "clerk", "head", "bystander", "igo", "public"]

    static let twins = Task { () -> (with: [String: [String]], without: [String: [String]]) in
        try await (views(isHiding: true), views(isHiding: false))
    }

    private static func views(isHiding: Bool) async throws -> [String: [String]] {
        try await PeopledService.with { try await TwinHouse($0, isHiding: isHiding).views(of: curious) }
    }

    @Test(arguments: curious) func `a house with a hidden source looks like the house without it`(who: String) async throws {
        let twins = try await Self.twins.value
        let (with, without) = (twins.with[who] ?? [], twins.without[who] ?? [])
        #expect(!with.isEmpty)
        #expect(with.count == without.count, "\(who) walks lists of different lengths")
        for (one, other) in zip(with, without) { #expect(one == other, "\(who)") }
    }

    @Test func `reminders, more time and escalations are among what the houses are compared by`() async throws {
        let head = try await Self.twins.value.with["head"] ?? []
        #expect(head.contains { $0.contains("\"job\":\"fire\",\"happened\":1") || $0.contains("\"job\":\"follow-up\",\"happened\":1") })
        #expect(head.contains { $0.hasPrefix("board.show") && $0.contains("\"agenda\":true") })
        #expect(head.contains { $0.hasPrefix("agenda.list") && $0.contains("escalation to conference") })
        let delegate = try await Self.twins.value.with["delegate"] ?? []
        #expect(delegate.contains { $0.hasPrefix("reminder") && $0.contains(" mail ") })
    }

    @Test func `the experts and the officer do see the difference, so that the test can tell`() async throws {
        for who in ["expert", "officer"] {
            let counts = try await [true, false].asyncMap { isHiding in
                try await PeopledService.with { house in
                    _ = try await TwinHouse(house, isHiding: isHiding)
                    return try await house.reply(who, "document.list").json["n"]?.integer
                }
            }
            #expect(counts[0] != counts[1])
        }
    }

    @Test func `what is counted for the operator tells of no hidden contribution`() async throws {
        try await PeopledService.with { house in
            func counts() async throws -> [Substring] {
                try await house.wire("clerk", "stats").split(separator: "\n").filter { $0.hasPrefix("reviewd_") }
            }
            let before = try await counts()
            let line = "document.submit review=\(house.review) kind=contribution lang=en title=One source=hidden"
            _ = try await house.made("survivors", line, body: "One.")
            let after = try await counts()
            #expect(!before.isEmpty)
            #expect(before == after)
        }
    }

    /// What the operator's file says after a person has said that, without what is measured.
    private static func file(after line: String, body: String?) async throws -> [Substring] {
        try await PeopledService.with { house in
            TwinHouse.stand(0, house)
            _ = try await house.made("ngo", "document.submit review=\(house.review) kind=contribution lang=en title=Seen", body: "Seen.")
            _ = try await house.reply("survivors", line.replacing("REVIEW", with: house.review), body: body)
            if body != nil { try await house.tellOfAnswers() }
            let measured = ["_seconds", "reviewd_job_last", "reviewd_pool", "reviewd_scheduler"]
            return try await house.service.exposition(for: .system).split(separator: "\n").filter { line in
                !measured.contains { line.contains($0) } || line.contains("_seconds_count")
            }
        }
    }

    @Test func `the operator's file, which more people read, tells of no hidden contribution either`() async throws {
        let line = "document.submit review=REVIEW kind=contribution lang=en title=One"
        let without = try await Self.file(after: "review.list", body: nil)
        #expect(without.contains { $0.hasPrefix("reviewd_obligations{") } && without.contains { $0.hasPrefix("reviewd_requests_total{") })
        for rest in [" source=hidden", " audience=team", ""] {
            #expect(try await Self.file(after: line + rest, body: "One.") == without, "\(rest)")
        }
    }

    @Test func `a cursor has one length, cannot be forged, and is good for its reader and its filter only`() async throws {
        try await PeopledService.with { house in
            _ = try await TwinHouse(house, isHiding: true)
            let mine = try #require(try await house.reply("delegate", "document.list limit=1").json["next"]?.text)
            let experts = try #require(try await house.reply("expert", "document.list limit=1").json["next"]?.text)
            #expect(mine.count == experts.count)
            let forged = String(mine.dropLast()) + (mine.hasSuffix("A") ? "B" : "A")
            for cursor in [experts, forged, String(mine.dropLast(4)), "x", String(repeating: "A", count: mine.count)] {
                let reply = try await house.reply("delegate", "document.list limit=1 after=\(cursor)")
                #expect(reply.code == .argument && reply.json["err"]?.text == "argument/cursor", "\(cursor)")
            }
            let other = try await house.reply("delegate", "document.list kind=contribution limit=1 after=\(mine)")
            #expect(other.code == .argument)
            let another = try await house.reply("delegate", "event.list limit=1 after=\(mine)")
            #expect(another.code == .argument)
        }
    }

    @Test func `identifiers say nothing of how many there are or when they were made`() async throws {
        try await PeopledService.with { house in
            var seen: Set<String> = []
            for _ in 0..<20 {
                let line = "document.draft review=\(house.review) kind=contribution lang=en title=x"
                seen.insert(try await house.made("ngo", line, body: "x"))
            }
            #expect(seen.count == 20)
            // Random over the whole alphabet from the first character on: no counter, no clock.
            #expect(Set(seen.map { $0.dropFirst(2).prefix(1) }).count > 4)
        }
    }

    @Test func `opening, withholding and withdrawing leave behind only what the new audience may know`() async throws {
        try await PeopledService.with { house in
            let line = "document.submit review=\(house.review) kind=contribution lang=en title=Moved source=hidden"
            let moved = try await house.made("survivors", line, body: "Moved.")
            try await house.done("survivors", "document.open document=\(moved) if=2 audience=team")
            #expect(try await house.wire("delegate", "document.show document=\(moved)").hasPrefix("200 "))
            #expect(try await !house.wire("delegate", "event.list limit=1000").contains("open-door"))
            #expect(try await !house.wire("delegate", "document.show document=\(moved)").contains("open-door"))
            #expect(try await house.wire("outsider", "document.list") == house.wire("outsider", "document.list answers=D-0000000000"))
            try await house.done("survivors", "document.withdraw document=\(moved) if=3 reason=afraid")
            for who in Self.curious {
                let absent = try await house.wire(who, "document.show document=D-0000000000")
                #expect(try await house.wire(who, "document.show document=\(moved)") == absent)
                #expect(try await !house.wire(who, "event.list limit=1000").contains(moved))
                #expect(try await !house.wire(who, "placeholder.list").contains(moved))
                #expect(try await !house.wire(who, "obligation.list limit=1000").contains(moved))
            }
        }
    }

    @Test func `another account's key is nobody's: not even that it was used is told`() async throws {
        try await PeopledService.with { house in
            let line =
                "document.submit review=\(house.review) kind=contribution lang=en title=One source=hidden key=\(TwinHouse.victimsKey)"
            _ = try await house.made("survivors", line, body: "One.")
            let reply = try await house.reply("ngo", line, body: "One.")
            #expect(reply.code == .created && reply.json["replayed"] == nil)
            let other = try await house.reply("delegate", line, body: "One.")
            #expect(other.json["err"]?.text == "session/function")
        }
    }

    @Test func `a replay of what one may no longer see is absent`() async throws {
        try await PeopledService.with { house in
            let line = "document.submit review=\(house.review) kind=contribution lang=en title=One audience=team"
            let id = try await house.made("ngo", line, body: "One.")
            let answer = "document.publish document=\(id) if=2 key=publishing-by-officer"
            _ = try await house.reply("officer", answer)
            try await house.done("ngo", "document.open document=\(id) if=2 audience=open")
            #expect(try await house.reply("officer", "document.publish document=\(id) if=3 key=publishing-by-officer").code == .done)
            try await house.done("ngo", "document.withdraw document=\(id) if=4 reason=x")
            let replay = try await house.reply("officer", "document.publish document=\(id) if=3 key=publishing-by-officer")
            #expect(replay.code == .absent)
        }
    }
}

extension Array {
    /// One after the other.
    fileprivate func asyncMap<Answer>(_ body: (Element) async throws -> Answer) async rethrows -> [Answer] {
        var answers: [Answer] = []
        for element in self { answers.append(try await body(element)) }
        return answers
    }
}
