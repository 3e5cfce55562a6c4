import ReviewModel
import Testing

@Suite struct StageEngineTests {
    @Test func `a review runs through every stage of the appeal to its end`() throws {
        var walk = try ReviewWalk(startsOn: date("2023-02-01"))
        try walk.run()
        #expect(walk.open == ["nominations"])
        try walk.nominate(.focalPoint)
        try walk.nominate(.expert)
        for stage in walk.engine.procedure.stages {
            #expect(walk.open == [stage.id])
            walk.pass(days: 30)
            for rule in stage.owes { try walk.deliver(rule.id) }
            walk.contribute()
            try walk.advance(stage.id)
        }
        #expect(walk.open == [])
        #expect(walk.facts.state == .closed)
        #expect(walk.state(of: "reviewers") == .missed)
        let delivered = walk.engine.procedure.stages.flatMap(\.owes).map(\.id).filter { $0 != "reviewers" }
        #expect(delivered.allSatisfy { walk.state(of: $0) == .met })
        #expect(walk.facts.unpublished.isEmpty)
        #expect(walk.facts.windows.filter { $0.value.closedAt == nil }.isEmpty)
        #expect(try walk.run() == [])
    }

    @Test func `at the start the first stage is entered, its obligations are dated and its windows open`() throws {
        var walk = try ReviewWalk(startsOn: date("2022-11-01"))
        let actions = try walk.run()
        #expect(actions.first == .enterStage("nominations"))
        #expect(walk.due("focal-point") == date("2022-11-15"))
        #expect(walk.due("experts") == date("2022-11-29"))
        #expect(walk.facts.obligations["focal-point"]?.deadline?.provisional == true)
        #expect(walk.engine.isOpen(WindowKey(stage: "nominations", window: "contribution"), in: walk.facts))
        #expect(walk.facts.obligations["questionnaire"] == nil)
    }

    @Test func `nothing happens before the start, and the review says until when`() throws {
        var walk = try ReviewWalk(startsOn: date("2023-02-01"))
        walk.clock("2023-02-01", plusSeconds: -1)
        #expect(try walk.run() == [])
        #expect(walk.holds == [Hold(.beforeStart, subject: "2023-02-01", until: walk.facts.now.adding(seconds: 1))])
        walk.clock("2023-02-01")
        try walk.run()
        #expect(walk.open == ["nominations"])
    }

    @Test func `a closed or cancelled review does nothing but end`() throws {
        var walk = try ReviewWalk(startsOn: date("2023-02-01"))
        walk.facts.state = .closed
        #expect(try walk.run() == [])
        #expect(walk.holds.map(\.word) == [.reviewNotOpen])
        walk.facts.state = .open
        try walk.run()
        walk.facts.state = .cancelled
        let actions = try walk.run()
        #expect(walk.state(of: "focal-point") == .void)
        #expect(actions.contains(.closeWindow(WindowKey(stage: "nominations", window: "contribution"))))
        #expect(try walk.run() == [])
    }

    @Test func `a stage waits for what is owed, and says for what and until when`() throws {
        var walk = try ReviewWalk(startsOn: date("2023-02-01"))
        try walk.run()
        try walk.nominate(.expert)
        #expect(walk.holds.map(\.word) == [.stillOwed])
        #expect(walk.holds.first?.subject == "focal-point")
        #expect(walk.holds.first?.until == walk.facts.obligations["focal-point"]?.deadline?.dueAt)
        #expect(try walk.advance("nominations", because: "We cannot wait.") == [])
        try walk.nominate(.focalPoint)
        #expect(walk.holds == [Hold(.awaitsWord, stage: "nominations", subject: "officer")])
        let actions = try walk.advance("nominations")
        #expect(actions.first == .leaveStage("nominations", reason: nil))
        #expect(walk.open == ["self-assessment"])
        #expect(walk.due("questionnaire") == date("2023-08-01"))
    }

    @Test func `a missed obligation lets the review go on for a reason that is recorded`() throws {
        var walk = try ReviewWalk(startsOn: date("2023-02-01"))
        try walk.run()
        try walk.nominate(.expert)
        walk.clock("2023-02-16")
        #expect(try walk.run() == [.settle("focal-point", .missed)])
        #expect(walk.holds.map(\.word) == [.reasonNeeded])
        #expect(try walk.advance("nominations") == [])
        #expect(try walk.advance("nominations", because: "") == [])
        let actions = try walk.advance("nominations", because: "The State did not answer two letters.")
        #expect(actions.first == .leaveStage("nominations", reason: "The State did not answer two letters."))
        try walk.nominate(.focalPoint)
        #expect(walk.state(of: "focal-point") == .late)
    }

    @Test func `a missed obligation with hold waits for its delivery or a waiver`() throws {
        var walk = try ReviewWalk(procedure: Procedure.load(yaml: SmallProcedure.yaml), startsOn: date("2023-02-01"))
        try walk.run()
        try walk.deliver("paper")
        try walk.advance("report")
        #expect(walk.state(of: "decision") == .missed)
        #expect(walk.holds == [Hold(.missed, stage: "end", subject: "decision")])
        var waived = walk
        waived.facts.obligations["decision"]?.state = .waived
        #expect(try waived.run().suffix(1) == [.closeReview])
        #expect(try walk.deliver("decision").contains(.settle("decision", .late)))
        #expect(walk.facts.state == .closed)
    }

    @Test func `in time is before the instant`() throws {
        for (seconds, state) in [(-1, ObligationState.met), (0, .late), (1, .late)] as [(Int64, ObligationState)] {
            var walk = try ReviewWalk(startsOn: date("2023-02-01"))
            try walk.run()
            let due = try #require(walk.facts.obligations["focal-point"]?.deadline?.dueAt)
            walk.facts.now = due.adding(seconds: seconds)
            try walk.nominate(.focalPoint)
            #expect(walk.state(of: "focal-point") == state, "\(seconds)")
        }
    }

    @Test func `an obligation is missed from its instant on and not before`() throws {
        var walk = try ReviewWalk(startsOn: date("2023-02-01"))
        try walk.run()
        walk.clock("2023-02-16", plusSeconds: -1)
        #expect(try walk.run() == [])
        walk.clock("2023-02-16")
        #expect(try walk.run() == [.settle("focal-point", .missed)])
    }

    @Test func `late is refused where the procedure says so, after the days of grace`() throws {
        let yaml = SmallProcedure.yaml.replacing("missed: proceed", with: "missed: proceed\n        late: refuse\n        grace: 2 days")
        var walk = try ReviewWalk(procedure: Procedure.load(yaml: yaml), startsOn: date("2023-02-01"))
        try walk.run()
        let rule = try #require(walk.engine.procedure.obligation("paper"))
        #expect(walk.due("paper") == date("2023-02-15"))
        let end = walk.engine.calendar.zone.start(of: date("2023-02-18"))
        #expect(walk.engine.punctuality(of: rule, receivedAt: end.adding(seconds: -1), in: walk.facts) == .inTime)
        #expect(walk.engine.punctuality(of: rule, receivedAt: end, in: walk.facts) == .refused)
        walk.facts.now = end
        #expect(try walk.run() == [.settle("paper", .missed)])
    }

    @Test func `an obligation is found for a document by who may deliver it`() throws {
        var walk = try ReviewWalk(startsOn: date("2023-02-01"))
        try walk.run()
        let delegate = Participant(functions: [.delegate], organisation: .state, party: .underReview)
        let activist = Participant(functions: [], organisation: .cso)
        #expect(walk.engine.obligation(deliveredBy: .selfAssessment, from: delegate, in: walk.facts) == nil)
        try walk.nominate(.focalPoint)
        try walk.nominate(.expert)
        try walk.advance("nominations")
        #expect(walk.engine.obligation(deliveredBy: .selfAssessment, from: delegate, in: walk.facts)?.id == "questionnaire")
        #expect(walk.engine.obligation(deliveredBy: .selfAssessment, from: activist, in: walk.facts) == nil)
        #expect(walk.engine.window(for: .contribution, from: activist, in: walk.facts)?.stage == "self-assessment")
        #expect(walk.engine.window(for: .contribution, from: delegate, in: walk.facts) == nil)
    }

    @Test func `what was delivered and taken back is owed again, and its stage waits for it`() throws {
        var walk = try ReviewWalk(procedure: Procedure.load(yaml: SmallProcedure.yaml), startsOn: date("2023-02-01"))
        try walk.run()
        try walk.deliver("paper")
        #expect(try walk.withdraw("paper") == [.settle("paper", .open)])
        #expect(try walk.run() == [])
        #expect(try walk.advance("report") == [])
        #expect(
            walk.holds == [Hold(.stillOwed, stage: "report", subject: "paper", until: walk.facts.obligations["paper"]?.deadline?.dueAt)])
        #expect(try walk.deliver("paper") == [.settle("paper", .met)])
        walk.clock("2023-03-01")
        #expect(try walk.withdraw("paper") == [.settle("paper", .open), .settle("paper", .missed)])
        #expect(try walk.deliver("paper") == [.settle("paper", .late)])
    }

    @Test func `a function that its last holder leaves is to be filled again, as long after that as at first`() throws {
        var walk = try ReviewWalk(startsOn: date("2023-02-01"))
        try walk.run()
        try walk.nominate(.focalPoint)
        #expect(walk.facts.obligations["focal-point"]?.state == .met)
        walk.clock("2023-06-01", plusSeconds: 36_000)
        #expect(try walk.vacate(.focalPoint).first == .settle("focal-point", .open))
        let deadline = try #require(walk.facts.obligations["focal-point"]?.deadline)
        #expect(deadline.localDate == date("2023-06-15") && deadline.anchor == "nomination.focal-point.ended")
        #expect(try walk.run() == [])
        walk.clock("2023-06-10")
        #expect(try walk.nominate(.focalPoint) == [.settle("focal-point", .met)])
        #expect(try walk.run() == [])
        walk.clock("2023-07-01")
        try walk.vacate(.focalPoint)
        walk.clock("2023-08-01")
        #expect(try walk.run() == [.settle("focal-point", .missed)])
        #expect(try walk.nominate(.focalPoint) == [.settle("focal-point", .late)])
    }

    @Test func `a holder who goes before the deadline leaves it where it is`() throws {
        var walk = try ReviewWalk(startsOn: date("2023-02-01"))
        try walk.run()
        let due = try #require(walk.due("experts"))
        try walk.nominate(.expert)
        walk.facts.vacated[.expert] = walk.facts.now
        try walk.vacate(.expert)
        #expect(walk.facts.obligations["experts"]?.state == .open && walk.due("experts") == due)
    }

    @Test func `a stage that was left is not entered again for what was taken back, and the dates that hang on it stay`() throws {
        var walk = try ReviewWalk(startsOn: date("2023-02-01"))
        try walk.run()
        for stage in walk.engine.procedure.stages.prefix(while: { $0.id != "comments" }) {
            for function in [Function.focalPoint, .expert] { try walk.nominate(function) }
            walk.pass(days: 30)
            for rule in stage.owes { try walk.deliver(rule.id) }
            try walk.advance(stage.id)
        }
        let due = try #require(walk.due("comments"))
        walk.pass(days: 3)
        #expect(try walk.withdraw("draft-report") == [.settle("draft-report", .open)])
        #expect(walk.open == ["comments"] && walk.due("comments") == due)
        walk.pass(days: 3)
        #expect(try walk.deliver("draft-report").contains(.settle("draft-report", .met)))
        // The State comments on the draft that it has now.
        #expect(try #require(walk.due("comments")) > due)
    }
}
