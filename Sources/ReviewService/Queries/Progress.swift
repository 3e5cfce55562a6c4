import Postgres
import ReviewModel

/// Carries a review forward: facts into the stage engine, its actions into the record.
package enum Progress {
    /// What one run did, and the facts that it left behind.
    struct Outcome: Sendable {
        let holds: [Hold]
        let changes: Int
        let facts: ReviewFacts
        let engine: StageEngine
        /// Deadlines that have another date now.
        let moved: [DeadlineMove]
    }

    /// Called at the end of every change to a review's facts; answers why the review does not advance further.
    @discardableResult
    package static func run(_ review: ReviewRow, advance: ReviewFacts.Advance? = nil, in context: Context) async throws -> [Hold] {
        try await step(review, advance: advance, in: context).holds
    }

    static func step(_ review: ReviewRow, advance: ReviewFacts.Advance? = nil, in context: Context) async throws -> Outcome {
        try await context.asSystem { system in
            try await Withholding.endDue(review, in: system)
            var (facts, engine) = try await Facts.load(review, in: system)
            facts.advance = advance
            let actions = try engine.actions(for: facts)
            let store = ActionStore(review: review, engine: engine, context: system)
            var moved: [DeadlineMove] = []
            for action in actions { if let move = try await store.store(action) { moved.append(move) } }
            try await store.finish(actions)
            if actions.contains(where: \.changesWhatIsOwed) {
                try await Alarms.reconcile(review, in: system)
                AskedExtension.endMoot(in: review.id, system)
            }
            // What was missed in a review that was cancelled stays so, whatever the calendars say later.
            if review.state != .cancelled { moved += try await Obligations.recomputeResponses(review, engine.calendar, in: system) }
            try await Obligations.missResponses(review, in: system)
            for move in moved { try await move.tell(in: review, system) }
            for stage in actions.stagesEntered { try await StageNotices.tell(stage, in: review, system) }
            let after = actions.reduce(facts) { $0.applying($1) }
            Schedule.sleep(review.id, untilStagesChangeAt: try engine.nextChange(in: after), in: system)
            // Answers owed and withholdings are not counted: whoever moves a rehearsal's clock may not know of all of them.
            return Outcome(holds: engine.holds(in: after), changes: actions.count, facts: after, engine: engine, moved: moved)
        }
    }
}

extension [StageAction] {
    /// Those that are not left again in the same breath: after days without a daemon nobody hears of what is over.
    fileprivate var stagesEntered: [StageName] {
        var entered: [StageName] = []
        for action in self {
            switch action {
            case .enterStage(let stage): entered.append(stage)
            case .leaveStage(let stage, _): entered.removeAll { $0 == stage }
            default: break
            }
        }
        return entered
    }
}

extension StageAction {
    /// Whether alarms hang on it.
    fileprivate var changesWhatIsOwed: Bool {
        switch self {
        case .createObligation, .moveDeadline, .settle, .closeReview: true
        default: false
        }
    }
}
