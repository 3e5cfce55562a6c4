/// Whether one open stage of a review may be left, and what stands in the way.
struct Gate {
    let stage: ProcedureStage
    let facts: ReviewFacts
    let times: AnchorTimes

    /// The word of someone that this stage is to be left.
    private var advance: ReviewFacts.Advance? { facts.advance.flatMap { $0.stage == stage.id ? $0 : nil } }

    /// What stands in the way; empty means that the stage is to be left now.
    func holds() -> [Hold] {
        var holds = stage.leave.when.compactMap(hold(on:)) + stage.windows.compactMap(hold(on:))
        if case .by(let role) = stage.leave.mode, holds.isEmpty, advance == nil {
            holds.append(Hold(.awaitsWord, stage: stage.id, subject: role.rawValue))
        }
        return holds
    }

    private func hold(on obligation: ObligationName) -> Hold? {
        guard let owed = facts.obligations[obligation] else {
            return Hold(.stillOwed, stage: stage.id, subject: obligation.rawValue)
        }
        switch owed.state {
        case .met, .late, .waived, .void: return nil
        case .open: return Hold(.stillOwed, stage: stage.id, subject: obligation.rawValue, until: owed.deadline?.dueAt)
        case .missed: break
        }
        if times.procedure.obligation(obligation)?.missed == .hold {
            return Hold(.missed, stage: stage.id, subject: obligation.rawValue)
        }
        if stage.leave.mode == .automatic || advance?.reason?.isEmpty == false { return nil }
        return Hold(.reasonNeeded, stage: stage.id, subject: obligation.rawValue)
    }

    private func hold(on window: WindowRule) -> Hold? {
        guard window.openAtLeast.count > 0 else { return nil }
        guard let run = facts.windows[WindowKey(stage: stage.id, window: window.id)] else { return nil }
        let promised = times.calendar.zone.date(at: run.openedAt).adding(window.openAtLeast)
        let until = times.calendar.zone.end(of: promised, at: .endOfDay)
        return facts.now < until ? Hold(.windowPromised, stage: stage.id, subject: window.id.rawValue, until: until) : nil
    }
}
