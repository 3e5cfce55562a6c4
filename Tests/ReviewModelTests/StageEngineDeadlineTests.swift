import ReviewModel
import Testing

@Suite struct StageEngineDeadlineTests {
    /// A review of the appeal that has reached its desk review, with or without a self-assessment.
    private func deskReview(selfAssessment: Bool) throws -> ReviewWalk {
        var walk = try ReviewWalk(startsOn: date("2023-01-09"))
        try walk.run()
        try walk.nominate(.focalPoint)
        try walk.nominate(.expert)
        try walk.advance("nominations")
        walk.clock(selfAssessment ? "2023-03-06" : "2023-09-04")
        if selfAssessment { try walk.deliver("questionnaire") }
        try walk.run()
        try walk.advance("self-assessment", because: "It did not come.")
        return walk
    }

    @Test func `the desk review has six months from receipt, or from its start when nothing was received`() throws {
        let received = try deskReview(selfAssessment: true)
        #expect(received.due("desk-review") == date("2023-09-06"))
        #expect(received.facts.obligations["desk-review"]?.deadline?.anchor == "document.self-assessment.received")
        let missed = try deskReview(selfAssessment: false)
        #expect(missed.due("desk-review") == date("2024-03-04"))
        #expect(missed.facts.obligations["desk-review"]?.deadline?.anchor == "stage.desk-review.entered")
    }

    @Test func `a receipt that is recorded later moves what hangs on it and nothing else`() throws {
        var walk = try deskReview(selfAssessment: false)
        walk.clock("2023-10-02")
        let before = walk.facts.obligations
        let actions = try walk.deliver("questionnaire")
        #expect(walk.due("desk-review") == date("2024-04-02"))
        #expect(actions.count { if case .moveDeadline = $0 { true } else { false } } == 1)
        #expect(walk.state(of: "questionnaire") == .late)
        let others = before.keys.filter { $0 != "desk-review" && $0 != "questionnaire" }
        #expect(others.allSatisfy { walk.facts.obligations[$0] == before[$0] })
    }

    @Test func `a session that moves moves what is due before it, into the past if need be and back`() throws {
        let yaml = SmallProcedure.yaml.replacing("minus: 1 day", with: "minus: 12 weeks")
        var walk = try ReviewWalk(procedure: Procedure.load(yaml: yaml), startsOn: date("2023-02-01"))
        try walk.run()
        walk.facts.events["session.held"] = walk.engine.calendar.zone.start(of: date("2023-06-26"))
        try walk.deliver("paper")
        try walk.advance("report")
        #expect(walk.due("decision") == date("2023-04-03"))
        #expect(walk.state(of: "decision") == .open)
        walk.facts.events["session.held"] = walk.engine.calendar.zone.start(of: date("2023-03-27"))
        try walk.run()
        #expect(walk.due("decision") == date("2023-01-02"))
        #expect(walk.state(of: "decision") == .missed)
        walk.facts.events["session.held"] = walk.engine.calendar.zone.start(of: date("2023-09-25"))
        #expect(try walk.run().map { if case .settle("decision", .open) = $0 { true } else { false } } == [false, true])
        #expect(walk.state(of: "decision") == .open)
    }

    @Test func `an obligation whose anchor has not happened has no deadline and is not missed`() throws {
        let yaml = SmallProcedure.yaml.replacing("else: stage.end.entered, ", with: "")
        var walk = try ReviewWalk(procedure: Procedure.load(yaml: yaml), startsOn: date("2023-02-01"))
        try walk.run()
        try walk.deliver("paper")
        try walk.advance("report")
        walk.pass(days: 4_000)
        #expect(try walk.run() == [])
        #expect(walk.facts.obligations["decision"] == ReviewFacts.Owed())
        #expect(walk.holds == [Hold(.stillOwed, stage: "end", subject: "decision")])
    }

    @Test func `an extension moves the deadline, and a calendar year that is published does too`() throws {
        var walk = try ReviewWalk(startsOn: date("2022-11-01"))
        try walk.run()
        walk.facts.obligations["focal-point"]?.extensions = [DateOffset(30, .days)]
        try walk.run()
        #expect(walk.due("focal-point") == date("2022-12-15"))
        let vienna = walk.engine.calendar
        let published = WorkCalendar(
            id: vienna.id, zone: vienna.zone, weekend: vienna.weekend, years: [2_022: "2022-1"],
            holidays: [.init(date: date("2022-12-15"), name: "A day that the test made")])
        let engine = StageEngine(procedure: walk.engine.procedure, calendar: published)
        let moved = try engine.actions(for: walk.facts).reduce(walk.facts) { $0.applying($1) }
        #expect(moved.obligations["focal-point"]?.deadline?.localDate == date("2022-12-16"))
        #expect(moved.obligations["focal-point"]?.deadline?.provisional == false)
    }

    @Test func `a promised window keeps its stage open, whatever was delivered`() throws {
        var walk = try ReviewWalk(startsOn: date("2023-01-09"))
        try walk.run()
        try walk.nominate(.focalPoint)
        try walk.nominate(.expert)
        try walk.advance("nominations")
        try walk.deliver("questionnaire")
        #expect(walk.holds.map(\.word) == [.windowPromised])
        #expect(try walk.advance("self-assessment") == [])
        walk.clock("2023-02-07", plusSeconds: -1)
        #expect(try walk.advance("self-assessment") == [])
        walk.clock("2023-02-07")
        #expect(try walk.advance("self-assessment").contains(.leaveStage("self-assessment", reason: nil)))
    }
}
