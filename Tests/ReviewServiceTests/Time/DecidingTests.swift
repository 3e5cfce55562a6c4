import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// Who decides about what is owed: never those who owe it, never with a conflict of interest, never too late to matter.
@Suite struct DecidingTests {
    private static func questionnaire(_ house: PeopledService) async throws -> AppealWalk.Owed {
        let walk = try AppealWalk(house)
        _ = try await walk.leave(at: AppealWalk.instant("2026-11-03T09:00:00Z"))
        guard let owed = try await walk.owed().first else { throw TranscriptProblem("nothing is owed") }
        return owed
    }

    private static func ask(_ who: String, _ owed: AppealWalk.Owed, _ house: PeopledService, days: Int = 20) async throws -> Reply {
        try await house.reply(who, "obligation.extend obligation=\(owed.id) days=\(days) reason=\"It takes longer\"")
    }

    private static func decide(_ verb: String, _ who: String, _ owed: AppealWalk.Owed, _ house: PeopledService) async throws -> String {
        let version = try await house.done("public", "obligation.show obligation=\(owed.id)")["ver"]?.integer ?? 0
        let reply = try await house.reply(who, "obligation.\(verb) obligation=\(owed.id) if=\(version) reason=\"So be it\"")
        return reply.json["err"]?.text ?? "\(reply.code.rawValue)"
    }

    @Test func `the officer decides neither on more time for the officer nor to waive it: the head does`() async throws {
        try await PeopledService.with { house in
            let walk = try AppealWalk(house)
            try await walk.walk(until: "visit")
            let owed = try #require(try await walk.owed().first { $0.by == "officer" })
            #expect(try await Self.ask("officer", owed, house).code == .created)
            #expect(try await house.rows("head", "notice.list kind=extension-requested").map { $0["obligation"]?.text } == [owed.id])
            for verb in ["grant", "refuse", "waive"] {
                #expect(try await Self.decide(verb, "officer", owed, house) == "rule/own-case", "\(verb)")
                #expect(try await Self.decide(verb, "clerk", owed, house) == "session/function", "\(verb)")
            }
            #expect(try await Self.decide("grant", "head", owed, house) == "200")
            #expect(try await house.rows("officer", "notice.list kind=extension-granted").count == 1)
            #expect(try await Self.ask("officer", owed, house).code == .created)
            #expect(try await Self.decide("refuse", "head", owed, house) == "200")
            #expect(try await Self.decide("waive", "head", owed, house) == "200")
        }
    }

    @Test func `a State's own people never decide, whatever else they are`() async throws {
        try await PeopledService.with { house in
            let owed = try await Self.questionnaire(house)
            #expect(try await Self.ask("focal", owed, house).code == .created)
            for who in ["focal", "delegate", "lead", "reviewer", "expert", "clerk", "head", "ngo", "outsider"] {
                for verb in ["grant", "refuse", "waive"] {
                    let word = try await Self.decide(verb, who, owed, house)
                    #expect(["session/function", "session/role"].contains(word), "\(who) \(verb): \(word)")
                }
            }
        }
    }

    @Test func `a conflict of interest keeps from asking, deciding and being told`() async throws {
        try await PeopledService.with { house in
            let owed = try await Self.questionnaire(house)
            for who in ["delegate", "officer", "head"] {
                try await house.done(who, "conflict.declare review=\(house.review) reason=\"a cousin\"")
            }
            #expect(try await Self.ask("delegate", owed, house).code == .conflict)
            #expect(try await Self.ask("focal", owed, house).code == .created)
            for who in ["officer", "head"] {
                for verb in ["grant", "refuse", "waive"] {
                    #expect(try await Self.decide(verb, who, owed, house) == "conflict/declared", "\(who) \(verb)")
                }
            }
            // Nobody is officer without conflict: the secretariat is told instead, and of it nobody in conflict.
            #expect(try await house.rows("officer", "notice.list kind=extension-requested").isEmpty)
            #expect(try await house.rows("head", "notice.list kind=extension-requested").isEmpty)
            house.clock.stand(at: owed.dueAt.adding(seconds: -86_400))
            try await house.run("fire")
            #expect(try await house.rows("delegate", "notice.list kind=due-today").isEmpty)
            #expect(try await house.rows("focal", "notice.list kind=due-today").count == 1)
        }
    }

    @Test func `who takes over in conflict of interest learns nothing, and the officer is reminded instead`() async throws {
        try await PeopledService.with { house in
            let owed = try await Self.questionnaire(house)
            try await house.done("delegate", "conflict.declare review=\(house.review) reason=\"a cousin\"")
            let held = try #require(try await house.rows("focal", "nomination.list mine=yes").first)
            let line = "nomination.handover nomination=\(held["id"]?.text ?? "") account=delegate note_verbale=NV/9"
            try await house.done("lead", "\(line) if=\(held["ver"]?.integer ?? 0)")
            house.clock.stand(at: owed.dueAt.adding(seconds: -86_400))
            try await house.run("fire")
            for who in ["delegate", "focal"] {
                // Of the stage both heard before.
                #expect(try await house.rows(who, "notice.list").map { $0["kind"]?.text } == ["stage-entered"])
            }
            #expect(try await house.rows("officer", "notice.list kind=due-today").map { $0["obligation"]?.text } == [owed.id])
            #expect(try await Self.ask("delegate", owed, house).code == .conflict)
        }
    }

    @Test func `what was asked in time may be granted later, but not into the past`() async throws {
        try await PeopledService.with { house in
            let owed = try await Self.questionnaire(house)
            #expect(try await Self.ask("focal", owed, house, days: 20).code == .created)
            house.clock.stand(at: owed.dueAt.adding(seconds: 25 * 86_400))
            try await house.run("follow-up")
            #expect(try await Self.decide("grant", "officer", owed, house) == "deadline/passed")
            #expect(try await house.done("public", "obligation.show obligation=\(owed.id)")["deadline_version"]?.integer == 1)
            house.clock.stand(at: owed.dueAt.adding(seconds: 5 * 86_400))
            #expect(try await Self.decide("grant", "officer", owed, house) == "200")
            let shown = try await house.done("public", "obligation.show obligation=\(owed.id)")
            #expect(shown["state"]?.text == "open" && shown["due_at"]?.text == "2027-05-24T22:00:00Z")
        }
    }

    @Test func `what is settled is neither extended, granted, refused nor waived`() async throws {
        try await PeopledService.with { house in
            let owed = try await Self.questionnaire(house)
            #expect(try await Self.ask("focal", owed, house).code == .created)
            _ = try await AppealWalk(house).deliver(owed)
            #expect(try await Self.ask("focal", owed, house).json["err"]?.text == "state/wrong")
            for verb in ["grant", "refuse", "waive"] {
                #expect(try await Self.decide(verb, "officer", owed, house) == "state/wrong", "\(verb)")
            }
        }
    }

    @Test func `an answer to a contribution is never waived`() async throws {
        try await PeopledService.with { house in
            for (who, source) in [("ngo", "named"), ("survivors", "hidden")] {
                let line = "document.submit review=\(house.review) kind=contribution lang=en title=x source=\(source)"
                _ = try await house.made(who, line, body: "We saw it.")
            }
            for row in try await house.rows("officer", "obligation.list review=\(house.review) state=open") {
                let line = "obligation.waive obligation=\(row["id"]?.text ?? "") if=1 reason=\"We would rather not\""
                #expect(try await house.reply("officer", line).json["err"]?.text == "rule/forbidden")
            }
        }
    }
}
