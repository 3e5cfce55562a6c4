/// What the engine does with obligations: create, move, settle, find.
extension StageEngine {
    /// The obligation that a document of that kind from that participant answers: the first open or missed one of the procedure.
    package func obligation(deliveredBy kind: DocumentKind, from participant: Participant, in facts: ReviewFacts) -> ObligationRule? {
        procedure.stages.lazy.flatMap(\.owes).first { rule in
            guard let owed = facts.obligations[rule.id], !owed.state.isSettled else { return false }
            return rule.document == kind && procedure.admits(rule.by, participant)
        }
    }

    /// Whether a delivery at that moment is in time, late or refused.
    package func punctuality(of rule: ObligationRule, receivedAt: UTCInstant, in facts: ReviewFacts) -> Punctuality {
        Punctuality.of(receivedAt: receivedAt, for: rule, deadline: facts.obligations[rule.id]?.deadline, calendar: calendar)
    }

    func creations(_ facts: ReviewFacts) throws -> [StageAction] {
        try openStages(in: facts).flatMap { stage in
            try stage.owes.filter { facts.obligations[$0.id] == nil }.map { rule in
                .createObligation(rule.id, stage: stage.id, deadline: try times(facts).deadline(rule.due))
            }
        }
    }

    /// What was delivered and taken back is owed again, also when its stage has been left; the stage is not entered again. So is a nomination
    /// when the last of those who held the function is gone.
    func reopenings(_ facts: ReviewFacts) -> [StageAction] {
        procedure.stages.flatMap(\.owes).compactMap { rule in
            guard facts.withdrawn.contains(rule.id) || times(facts).isVacant(rule), let state = facts.obligations[rule.id]?.state else {
                return nil
            }
            return state == .met || state == .late ? .settle(rule.id, .open) : nil
        }
    }

    func settlements(_ facts: ReviewFacts) -> [StageAction] {
        unsettled(facts).compactMap { rule, owed in
            guard !facts.withdrawn.contains(rule.id), let deliveredAt = times(facts).delivery(of: rule) else { return nil }
            let punctuality = Punctuality.of(receivedAt: deliveredAt, for: rule, deadline: owed.deadline, calendar: calendar)
            // What was received counts: a deadline that moves into the past after a delivery refuses nothing.
            return .settle(rule.id, punctuality == .inTime ? .met : .late)
        }
    }

    func deadlineMoves(_ facts: ReviewFacts) throws -> [StageAction] {
        try unsettled(facts).compactMap { rule, owed in
            let deadline = try times(facts).deadline(of: rule, extensions: owed.extensions)
            return deadline == owed.deadline ? nil : .moveDeadline(rule.id, deadline)
        }
    }

    func misses(_ facts: ReviewFacts) -> [StageAction] {
        unsettled(facts).compactMap { rule, owed in
            let end = owed.deadline.map { DeadlineArithmetic.graceEnd(of: $0, grace: rule.grace, calendar: calendar) }
            let state: ObligationState = end.map { facts.now >= $0 } ?? false ? .missed : .open
            return state == owed.state ? nil : .settle(rule.id, state)
        }
    }

    /// Obligations that are open or missed, in the order of the procedure.
    private func unsettled(_ facts: ReviewFacts) -> [(ObligationRule, ReviewFacts.Owed)] {
        procedure.stages.flatMap(\.owes).compactMap { rule in
            facts.obligations[rule.id].flatMap { $0.state.isSettled ? nil : (rule, $0) }
        }
    }
}
