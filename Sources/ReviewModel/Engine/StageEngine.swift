/// The workflow of every procedure as a pure function: facts of a review in, changes out (DOMAIN §3).
///
/// Running it on the facts that its own actions made yields nothing, so it may run after every command and in every job.
package struct StageEngine: Sendable {
    package let procedure: Procedure
    package let calendar: WorkCalendar

    /// `calendar` is the one that the procedure names.
    package init(procedure: Procedure, calendar: WorkCalendar) {
        (self.procedure, self.calendar) = (procedure, calendar)
    }

    /// All changes that follow from the facts, with what follows from those, in the order in which they are to be stored.
    /// Throws `DeadlineArithmetic.OutOfRange`.
    package func actions(for facts: ReviewFacts) throws -> [StageAction] {
        var facts = facts
        var all: [StageAction] = []
        while case let actions = try step(facts), !actions.isEmpty {
            facts = actions.reduce(facts) { $0.applying($1) }
            all += actions
        }
        return all
    }

    /// Why the review does not advance; every open stage has at least one reason after `actions(for:)` has been stored.
    package func holds(in facts: ReviewFacts) -> [Hold] {
        guard facts.state == .open else { return [Hold(.reviewNotOpen, subject: facts.state.rawValue)] }
        let start = calendar.zone.start(of: facts.startsOn)
        guard facts.now >= start else { return [Hold(.beforeStart, subject: facts.startsOn.text, until: start)] }
        return openStages(in: facts).flatMap { Gate(stage: $0, facts: facts, times: times(facts)).holds() }
    }

    /// Stages that have been entered and not left, in the order of the procedure.
    package func openStages(in facts: ReviewFacts) -> [ProcedureStage] {
        procedure.stages.filter { state(of: $0.id, in: facts) == .open }
    }

    package func state(of stage: StageName, in facts: ReviewFacts) -> StageState {
        guard let run = facts.stages[stage] else { return .pending }
        return run.leftAt == nil ? .open : .left
    }

    func times(_ facts: ReviewFacts) -> AnchorTimes { AnchorTimes(procedure: procedure, facts: facts, calendar: calendar) }

    /// The first kind of change that is due, so that each kind sees what the ones before it did.
    private func step(_ facts: ReviewFacts) throws -> [StageAction] {
        switch facts.state {
        case .cancelled: return ending(facts)
        case .closed: return publications(facts)
        case .open: break
        }
        for rule in [creations, reopenings, deadlineMoves, settlements, misses, windowChanges, publications, departures, arrivals] {
            let actions = try rule(facts)
            if !actions.isEmpty { return actions }
        }
        return []
    }

    private func departures(_ facts: ReviewFacts) -> [StageAction] {
        // One at a time: a word to advance is spent by the stage that it names.
        let open = openStages(in: facts).first { Gate(stage: $0, facts: facts, times: times(facts)).holds().isEmpty }
        return open.map { [.leaveStage($0.id, reason: facts.advance?.stage == $0.id ? facts.advance?.reason : nil)] } ?? []
    }

    private func arrivals(_ facts: ReviewFacts) -> [StageAction] {
        guard facts.now >= calendar.zone.start(of: facts.startsOn) else { return [] }
        if procedure.stages.allSatisfy({ state(of: $0.id, in: facts) == .left }) { return ending(facts) + [.closeReview] }
        return procedure.stages
            .filter { state(of: $0.id, in: facts) == .pending }
            .filter { $0.enterAfter.allSatisfy { state(of: $0, in: facts) == .left } }
            .map { .enterStage($0.id) }
    }

    /// What a review leaves behind: nothing open. A missed obligation stays missed, on the record.
    private func ending(_ facts: ReviewFacts) -> [StageAction] {
        let open = procedure.stages.flatMap(\.owes).filter { facts.obligations[$0.id]?.state == .open }
        let windows = procedure.stages.flatMap { stage in stage.windows.map { WindowKey(stage: stage.id, window: $0.id) } }
        return open.map { .settle($0.id, .void) }
            + windows.filter { facts.windows[$0].map { $0.closedAt == nil } ?? false }.map { .closeWindow($0) }
    }
}
