/// Finds what in a procedure waits for itself, however long the way round.
struct ProcedureCircles {
    /// Something that happens in a review, and where the file says what it waits for.
    private struct Step {
        let path: String
        /// Each group needs one of its members.
        let needs: [[String]]
    }

    private let procedure: Procedure
    private let steps: [(name: String, step: Step)]

    init(procedure: Procedure) {
        self.procedure = procedure
        steps = procedure.stages.enumerated().flatMap { Self.steps(of: $1, at: "stages[\($0)]", in: procedure) }
    }

    func note(in problems: ProblemList) {
        let byName = Dictionary(steps.map { ($0.name, $0.step) }, uniquingKeysWith: { first, _ in first })
        let possible = possible(among: byName)
        var told: Set<Set<String>> = []
        for (name, _) in steps where !possible.contains(name) {
            let circle = circle(from: name, among: byName, possible)
            guard let first = circle.first, let step = byName[first], told.insert(Set(circle)).inserted else { continue }
            problems.add(.circle, step.path, "waits for itself: " + (circle + [first]).joined(separator: " waits for "))
        }
    }

    /// What can happen at all, found from what waits for nothing; names that are not steps are told elsewhere and count as possible.
    private func possible(among byName: [String: Step]) -> Set<String> {
        var possible: Set<String> = []
        var isGrowing = true
        while isGrowing {
            let next = byName.filter { name, step in
                !possible.contains(name) && step.needs.allSatisfy { $0.contains { possible.contains($0) || byName[$0] == nil } }
            }
            isGrowing = !next.isEmpty
            possible.formUnion(next.keys)
        }
        return possible
    }

    private func circle(from start: String, among byName: [String: Step], _ possible: Set<String>) -> [String] {
        var way = [start]
        while let last = way.last, let step = byName[last] {
            let isBlocked = { (name: String) in byName[name] != nil && !possible.contains(name) }
            guard let next = step.needs.first(where: { $0.allSatisfy(isBlocked) })?.first else { return [] }
            if let index = way.firstIndex(of: next) { return Array(way[index...]) }
            way.append(next)
        }
        return []
    }

    private static func steps(of stage: ProcedureStage, at path: String, in procedure: Procedure) -> [(name: String, step: Step)] {
        let entered = Anchor.stageEntered(stage.id).description
        let left = Anchor.stageLeft(stage.id).description
        let obligations = stage.owes.enumerated().map { index, rule in
            let anchors = [rule.due.anchor, rule.due.fallback].compactMap { $0.flatMap(Anchor.init) }
            let needs = [[entered]] + anchors.compactMap { sources(of: $0, in: procedure) }
            return (Anchor.obligationMet(rule.id).description, Step(path: "\(path).owes[\(index)].due.anchor", needs: needs))
        }
        let gate = stage.leave.when.map { [Anchor.obligationMet($0).description] }
        return [(entered, Step(path: "\(path).enter.after", needs: stage.enterAfter.map { [Anchor.stageLeft($0).description] }))]
            + obligations
            + [(left, Step(path: "\(path).leave.when", needs: [[entered]] + gate))]
    }

    /// The steps of which one must happen for an anchor to happen; nil when nothing in the procedure holds it up.
    private static func sources(of anchor: Anchor, in procedure: Procedure) -> [String]? {
        switch anchor {
        case .reviewStart, .event: return nil
        case .stageEntered, .stageLeft, .obligationMet: return [anchor.description]
        case .documentReceived(let kind):
            let owed = procedure.stages.flatMap(\.owes).filter { $0.document == kind }.map { Anchor.obligationMet($0.id) }
            let offering = procedure.stages.filter { $0.windows.contains { $0.document == kind } }
            let sources = owed + offering.map { Anchor.stageEntered($0.id) }
            return sources.isEmpty ? nil : sources.map(\.description)
        }
    }
}
