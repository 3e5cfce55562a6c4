import Postgres
import ReviewModel
import ReviewWire

/// By what right a document is handed in: an obligation that it meets, or a window that is open for its author.
struct Submission: Sendable {
    enum Right: Sendable {
        case obligation(ObligationRule)
        case window(WindowRule)
    }

    let review: ReviewRow
    let stage: StageName
    let kind: DocumentKind
    let right: Right
    let isLate: Bool
    let engine: StageEngine
    let facts: ReviewFacts

    /// Whether the stage engine has something to do after it: it met an obligation, or dates of the procedure hang on its kind.
    var movesTheReview: Bool {
        if case .obligation = right { return true }
        return engine.procedure.hangs(on: kind)
    }

    /// Who may see the document once it is handed in, before its stage makes it public, when its author chose `chosen`.
    func audience(chosen: Audience) -> (audience: Audience, state: DocumentState) {
        guard chosen == .public else { return (chosen, .submitted) }
        let publication = engine.publication(of: StageDocument(stage: stage, kind: kind), in: facts)
        if case .now = publication { return (.public, .published) }
        switch right {
        case .obligation(let rule): return (rule.audience, .submitted)
        case .window: return (.stakeholders, .submitted)
        }
    }

    /// What a procedure fixes is not for the author to choose; a contributor chooses freely.
    func chosen(_ confidentiality: Confidentiality?, isSourceHidden: Bool) throws -> Audience {
        switch right {
        case .window: return (confidentiality ?? (isSourceHidden ? .experts : .open)).audience
        case .obligation(let rule):
            guard confidentiality == nil, !isSourceHidden else {
                throw Refusal(
                    .ruleAudience, "the procedure says who sees a \(kind.rawValue); leave out audience= and source=", at: "audience")
            }
            if case .never? = engine.procedure.stage(stage)?.publish[kind] { return rule.audience }
            return .public
        }
    }
}

extension Procedure {
    /// The obligation that a document of that kind meets in that stage; nil for what comes in by a window.
    func owed(_ kind: DocumentKind, in stage: StageName?) -> ObligationRule? {
        stage.flatMap { self.stage($0) }?.owes.first { $0.document == kind }
    }

    /// Whether some deadline or window edge waits for a document of that kind.
    func hangs(on kind: DocumentKind) -> Bool {
        let anchor = Anchor.documentReceived(kind).description
        let rules = stages.flatMap(\.owes).map(\.due)
        return rules.contains { $0.anchor == anchor || $0.fallback == anchor } || stages.flatMap(\.owes).contains { $0.document == kind }
    }
}

extension Context {
    /// The right to hand in that kind in that review now: 410, 443, 431, 442, 441 or 440 when there is none.
    func submission(of kind: DocumentKind, in id: ReviewID) async throws -> Submission {
        // Known before the lock is taken: a shared lock that grows would meet another that grows too.
        let mayMove = service.procedures.procedures.values.contains { $0.hangs(on: kind) }
        let review = mayMove ? try await self.review(id) : try await sharedReview(id)
        let standing = try await standing(in: review)
        try standing.requireNoConflict()
        try review.requireOpen()
        let (facts, engine) = try await asSystem { try await Facts.load(review, in: $0) }
        if let rule = engine.obligation(deliveredBy: kind, from: standing.participant, in: facts),
            let stage = engine.procedure.stage(owing: rule.id)
        {
            let punctuality = engine.punctuality(of: rule, receivedAt: UTCInstant(now), in: facts)
            guard punctuality != .refused else { throw Refusal(.deadlinePassed, "the deadline for the \(kind.rawValue) has passed") }
            return Submission(
                review: review, stage: stage.id, kind: kind, right: .obligation(rule), isLate: punctuality == .late, engine: engine,
                facts: facts)
        }
        guard let (stage, window) = engine.window(for: kind, from: standing.participant, in: facts) else {
            throw engine.procedure.refusal(of: kind, from: standing.participant)
        }
        return Submission(
            review: review, stage: stage, kind: kind, right: .window(window), isLate: false, engine: engine, facts: facts)
    }
}

extension Procedure {
    /// Why that participant may not hand in that kind now: never, not yet or no longer.
    fileprivate func refusal(of kind: DocumentKind, from participant: Participant) -> Refusal {
        let rules = stages.flatMap(\.owes).filter { $0.document == kind }
        let windows = stages.flatMap(\.windows).filter { $0.document == kind }
        if rules.contains(where: { admits($0.by, participant) }) {
            return Refusal(.stateStage, "no \(kind.rawValue) is owed at this stage, or it was handed in already")
        }
        if windows.contains(where: { $0.from.contains { admits($0, participant) } }) {
            return Refusal(.windowClosed, "no window for a \(kind.rawValue) is open now; see window.list")
        }
        if rules.isEmpty && windows.isEmpty {
            return Refusal(.ruleKind, "the procedure knows no \(kind.rawValue) from anyone", at: "kind")
        }
        return Refusal(.sessionFunction, "a \(kind.rawValue) is not for your function in this review")
    }
}
