import ReviewModel
import Testing

@Suite struct StageEngineWindowTests {
    let activist = Participant(functions: [], organisation: .cso)

    /// A review of the appeal that has reached its dialogue.
    private func dialogue() throws -> ReviewWalk {
        var walk = try ReviewWalk(startsOn: date("2023-01-09"))
        try walk.run()
        try walk.nominate(.focalPoint)
        try walk.nominate(.expert)
        for stage in walk.engine.procedure.stages.prefix(while: { $0.id != "dialogue" }) {
            walk.pass(days: 30)
            for rule in stage.owes { try walk.deliver(rule.id) }
            try walk.advance(stage.id)
        }
        return walk
    }

    private func openWindow(_ walk: ReviewWalk) -> WindowName? {
        walk.engine.window(for: .contribution, from: activist, in: walk.facts)?.window.id
    }

    @Test func `civil society speaks before, during and after the dialogue, by one window at a time`() throws {
        var walk = try dialogue()
        #expect(walk.open == ["dialogue"])
        #expect(openWindow(walk) == "before")
        let opening = walk.facts.now.adding(seconds: 7_200)
        walk.facts.events["dialogue.opened"] = opening
        try walk.run()
        #expect(walk.facts.windows[WindowKey(stage: "dialogue", window: "before")]?.closesAt == opening)
        #expect(openWindow(walk) == "before")
        walk.facts.now = opening
        try walk.run()
        #expect(openWindow(walk) == "during")
        walk.facts.events["dialogue.closed"] = opening
        try walk.run()
        #expect(openWindow(walk) == "after")
    }

    @Test func `a window that was closed opens again when its end moves`() throws {
        var walk = try dialogue()
        walk.facts.events["dialogue.opened"] = walk.facts.now
        try walk.run()
        #expect(openWindow(walk) == "during")
        walk.facts.events["dialogue.opened"] = walk.facts.now.adding(seconds: 3_600)
        try walk.run()
        #expect(walk.engine.isOpen(WindowKey(stage: "dialogue", window: "before"), in: walk.facts))
        #expect(try walk.run() == [])
    }

    @Test func `leaving a stage closes its windows and opens those of the next`() throws {
        var walk = try dialogue()
        try walk.deliver("dialogue-record")
        #expect(try walk.advance("dialogue") == [])
        #expect(walk.holds.map(\.word) == [.windowPromised])
        walk.pass(days: 15)
        let actions = try walk.advance("dialogue")
        #expect(actions.contains(.closeWindow(WindowKey(stage: "dialogue", window: "before"))))
        #expect(openWindow(walk) == "contribution")
        #expect(walk.engine.window(for: .contribution, from: activist, in: walk.facts)?.stage == "adoption")
    }

    @Test func `a self-assessment is public at once, contributions with their stage, comments on adoption`() throws {
        var walk = try ReviewWalk(startsOn: date("2023-01-09"))
        try walk.run()
        try walk.nominate(.focalPoint)
        try walk.nominate(.expert)
        walk.contribute()
        #expect(try walk.run() == [])
        #expect(try walk.advance("nominations").contains(.publish(StageDocument(stage: "nominations", kind: .contribution))))
        #expect(try walk.deliver("questionnaire").contains(.publish(StageDocument(stage: "self-assessment", kind: .selfAssessment))))
        for stage in walk.engine.procedure.stages.dropFirst().prefix(while: { $0.id != "adoption" }) {
            walk.pass(days: 30)
            for rule in stage.owes where rule.id != "questionnaire" { try walk.deliver(rule.id) }
            try walk.advance(stage.id)
        }
        let comments = StageDocument(stage: "comments", kind: .comments)
        #expect(walk.facts.unpublished.contains(comments))
        #expect(walk.engine.publication(of: comments, in: walk.facts) == .later(.onAdoption))
        try walk.deliver("report")
        #expect(walk.facts.unpublished.contains(StageDocument(stage: "adoption", kind: .report)))
        let actions = try walk.deliver("adoption")
        #expect(actions.contains(.publish(comments)))
        #expect(actions.contains(.publish(StageDocument(stage: "adoption", kind: .report))))
        #expect(walk.facts.unpublished.isEmpty)
    }

    @Test func `what is never published stays`() throws {
        var walk = try ReviewWalk(procedure: Procedure.load(yaml: SmallProcedure.yaml), startsOn: date("2023-02-01"))
        try walk.run()
        try walk.deliver("paper")
        try walk.advance("report")
        let kept = StageDocument(stage: "end", kind: .contribution)
        walk.facts.unpublished.insert(kept)
        try walk.deliver("decision")
        #expect(walk.facts.state == .closed)
        #expect(walk.facts.unpublished == [kept])
        #expect(walk.engine.publication(of: kept, in: walk.facts) == .never(LocalizedText(english: "It is kept.")))
    }
}
