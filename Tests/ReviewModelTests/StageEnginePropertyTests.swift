import ReviewModel
import Testing

@Suite struct StageEnginePropertyTests {
    /// Something at random that people or time do to a review.
    private func disturb(_ walk: inout ReviewWalk, _ generator: inout SeededGenerator) {
        let procedure = walk.engine.procedure
        let rules = procedure.stages.flatMap(\.owes)
        let rule = rules[Int.random(in: 0..<rules.count, using: &generator)]
        switch Int.random(in: 0..<10, using: &generator) {
        case 0, 1: walk.pass(days: Int64.random(in: 0...60, using: &generator))
        case 2: walk.facts.nominated[Function.allCases[Int.random(in: 0..<6, using: &generator)]] = walk.facts.now
        case 3, 4:
            guard let kind = rule.document, let stage = procedure.stage(owing: rule.id) else { return }
            guard walk.facts.obligations[rule.id] != nil else { return }
            walk.facts.deliveries[rule.id] = walk.facts.now
            walk.facts.received[kind] = walk.facts.received[kind] ?? walk.facts.now
            walk.facts.unpublished.insert(StageDocument(stage: stage.id, kind: kind))
        case 5:
            let names = procedure.events.keys.sorted()
            let event = names[Int.random(in: 0..<names.count, using: &generator)]
            walk.facts.events[event] = walk.facts.now.adding(seconds: Int64.random(in: -90...90, using: &generator) * 86_400)
        case 6: walk.facts.obligations[rule.id]?.extensions.append(DateOffset(Int.random(in: 1...90, using: &generator), .days))
        case 7:
            guard let owed = walk.facts.obligations[rule.id], !owed.state.isSettled else { return }
            walk.facts.obligations[rule.id]?.state = .waived
        case 8:
            let function = Function.allCases[Int.random(in: 0..<6, using: &generator)]
            guard walk.facts.nominated[function] != nil else { return }
            (walk.facts.nominated[function], walk.facts.vacated[function]) = (nil, walk.facts.now)
        default:
            guard let stage = walk.open.first else { return }
            walk.facts.advance = .init(stage: stage, reason: Bool.random(using: &generator) ? "A reason." : nil)
        }
    }

    @Test func `running twice changes nothing, and an open review always says why it waits`() throws {
        var generator = SeededGenerator("engine")
        for _ in 0..<60 {
            var walk = try ReviewWalk(startsOn: date("2023-01-09"))
            try walk.run()
            for _ in 0..<120 {
                disturb(&walk, &generator)
                let before = walk.facts
                try walk.run()
                #expect(try walk.engine.actions(for: walk.facts) == [], "after \(before)")
                #expect(walk.facts.state != .open || !walk.holds.isEmpty)
                #expect(before.stages.allSatisfy { walk.facts.stages[$0.key]?.enteredAt == $0.value.enteredAt })
                for (obligation, owed) in before.obligations where owed.state.isSettled && !walk.isVacant(obligation) {
                    #expect(walk.facts.obligations[obligation] == owed)
                }
                walk.facts.advance = nil
            }
        }
    }

    @Test func `at every moment of an open review civil society and national institutions can speak`() throws {
        var generator = SeededGenerator("openness")
        let speakers = [OrganisationClass.cso, .nhri].map { Participant(functions: [], organisation: $0) }
        for _ in 0..<40 {
            var walk = try ReviewWalk(startsOn: date("2023-01-09"))
            try walk.run()
            for _ in 0..<120 where walk.facts.state == .open {
                disturb(&walk, &generator)
                try walk.run()
                walk.facts.advance = nil
                guard walk.facts.state == .open else { break }
                for speaker in speakers {
                    let window = walk.engine.window(for: .contribution, from: speaker, in: walk.facts)
                    #expect(window != nil, "\(walk.open) \(walk.facts.events)")
                }
            }
        }
    }
}
