import Postgres
import ReviewModel
import ReviewWire

/// By what right a document is handed in: an obligation that it meets, or a window that is open for its author.
struct Submission: Sendable {
    enum Right: Sendable {
        case obligation(ObligationRule)
        case window(WindowRule)
        /// It says in another language what was handed in as owed, and meets nothing itself.
        case translation(Original)
    }

    let review: ReviewRow
    let stage: StageName
    let kind: DocumentKind
    let right: Right
    let isLate: Bool
    /// Why it comes too late to be taken at all; told behind everything else that stands against it.
    let tooLate: Refusal?
    let engine: StageEngine
    let facts: ReviewFacts

    func requireInTime() throws {
        if let tooLate { throw tooLate }
    }

    /// Whether the stage engine has something to do after it: it met an obligation, or dates of the procedure hang on its kind.
    var movesTheReview: Bool {
        if case .obligation = right { return true }
        return engine.procedure.hangs(on: kind)
    }

    /// Who may see the document once it is handed in, before its stage makes it public, when its author chose `chosen`.
    func audience(chosen: Audience) -> (audience: Audience, state: DocumentState) {
        if case .translation(let original) = right {
            return (original.audience, original.state == .published ? .published : .submitted)
        }
        guard chosen == .public else { return (chosen, .submitted) }
        let publication = engine.publication(of: StageDocument(stage: stage, kind: kind), in: facts)
        if case .now = publication { return (.public, .published) }
        switch right {
        case .obligation(let rule): return (rule.audience, .submitted)
        case .window, .translation: return (.stakeholders, .submitted)
        }
    }

    /// What a procedure fixes is not for the author to choose; a contributor chooses freely.
    func chosen(_ confidentiality: Confidentiality?, isSourceHidden: Bool) throws -> Audience {
        switch right {
        case .window: return (confidentiality ?? (isSourceHidden ? .experts : .open)).audience
        case .obligation(let rule):
            try refuseChoice(confidentiality, isSourceHidden)
            if case .never? = engine.procedure.stage(stage)?.publish[kind] { return rule.audience }
            return .public
        case .translation(let original):
            try refuseChoice(confidentiality, isSourceHidden)
            return original.chosen
        }
    }

    private func refuseChoice(_ confidentiality: Confidentiality?, _ isSourceHidden: Bool) throws {
        guard confidentiality != nil || isSourceHidden else { return }
        throw Refusal(.ruleAudience, "the procedure says who sees a \(kind.rawValue); leave out audience= and source=", at: "audience")
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
    /// The right to hand in that kind in that review: 410, 443, 431, 442 or 441 when there is none. Whether it comes in time is told last.
    /// A translation of what was handed in as owed is its organisation's, or the officer's.
    func submission(of kind: DocumentKind, translating original: Original?, in id: ReviewID) async throws -> Submission {
        let review = try await review(id, movedBy: kind)
        let standing = try await standing(in: review)
        try standing.requireNoConflict()
        if let original, review.procedure.isOwed(kind) { return try await translation(of: original, kind, in: review, standing) }
        try standing.require(toHandIn: kind)
        try review.requireOpen()
        let (facts, engine) = try await asSystem { try await Facts.load(review, in: $0) }
        if let rule = engine.obligation(deliveredBy: kind, from: standing.participant, in: facts),
            let stage = engine.procedure.stage(owing: rule.id)
        {
            let punctuality = engine.punctuality(of: rule, receivedAt: UTCInstant(now), in: facts)
            let tooLate = punctuality == .refused ? Refusal(.deadlinePassed, "the deadline for the \(kind.rawValue) has passed") : nil
            return Submission(
                review: review, stage: stage.id, kind: kind, right: .obligation(rule), isLate: punctuality == .late, tooLate: tooLate,
                engine: engine, facts: facts)
        }
        let open = engine.window(for: kind, from: standing.participant, in: facts)
        let (stage, window) = try open ?? engine.procedure.closedWindow(for: kind, from: standing.participant)
        let tooLate = open == nil ? Refusal(.windowClosed, "no window for a \(kind.rawValue) is open now; see window.list") : nil
        return Submission(
            review: review, stage: stage, kind: kind, right: .window(window), isLate: false, tooLate: tooLate, engine: engine, facts: facts)
    }

    private func translation(
        of original: Original, _ kind: DocumentKind, in review: ReviewRow, _ standing: Standing
    ) async throws -> Submission {
        guard standing.functions.contains(.officer) || original.isOwn && standing.handsIn(kind) else {
            throw Refusal(.sessionFunction, "\(kind.rawValue) is translated by who handed it in, or by the officer")
        }
        try review.requireOpen()
        guard original.kind == kind else {
            throw Refusal(.ruleKind, "a translation is of the kind of its original, which is a \(original.kind.rawValue)", at: "kind")
        }
        guard let stage = original.stage else {
            throw Refusal(.stateWrong, "its original is a draft; hand that in first", at: "translation_of")
        }
        let (facts, engine) = try await asSystem { try await Facts.load(review, in: $0) }
        return Submission(
            review: review, stage: stage, kind: kind, right: .translation(original), isLate: false, tooLate: nil, engine: engine,
            facts: facts)
    }
}

extension Context {
    /// Whether a source is hidden by what its author says, or does not say: what comes in by the secretariat's intake, for somebody who cannot
    /// hand it in, is hidden unless the officer says source=named (DOMAIN §2).
    func hides(_ source: Source?, _ kind: DocumentKind, in review: ReviewRow) -> Bool {
        source.map { $0 == .hidden } ?? (actor.isSecretariat && review.procedure.answers(kind))
    }
}

extension Standing {
    /// Whether documents of that kind are the actor's to hand in, at some stage.
    func handsIn(_ kind: DocumentKind) -> Bool {
        guard kind != .response else { return !functions.isDisjoint(with: [.focalPoint, .delegate, .officer]) }
        return procedure.authors(of: kind).contains(where: admits)
    }

    /// 431 for who never hands in documents of that kind, where others do.
    func require(toHandIn kind: DocumentKind) throws {
        guard handsIn(kind) || procedure.authors(of: kind).isEmpty else {
            throw Refusal(.sessionFunction, "\(kind.rawValue) is not for your function in this review")
        }
    }
}

extension Procedure {
    /// Every role that hands in documents of that kind at some stage, because it owes them or by a window.
    fileprivate func authors(of kind: DocumentKind) -> [RoleName] {
        stages.flatMap(\.owes).filter { $0.document == kind }.map(\.by)
            + stages.flatMap(\.windows).filter { $0.document == kind }.flatMap(\.from)
    }

    /// Whether what comes in of that kind is answered: the word of those whom a review is about.
    fileprivate func answers(_ kind: DocumentKind) -> Bool {
        stages.flatMap(\.windows).contains { $0.document == kind && $0.respond != nil }
    }

    /// Whether documents of that kind are owed by who holds a function, or are answers that are: not their writer's own.
    func isOfAFunction(_ kind: DocumentKind) -> Bool {
        kind == .response || isOwed(kind)
    }

    /// Whether documents of that kind are owed at some stage.
    fileprivate func isOwed(_ kind: DocumentKind) -> Bool { stages.flatMap(\.owes).contains { $0.document == kind } }

    /// The window by which that participant could have handed in that kind, or why there is none now: 442 or 441.
    fileprivate func closedWindow(for kind: DocumentKind, from participant: Participant) throws -> (stage: StageName, window: WindowRule) {
        if stages.flatMap(\.owes).contains(where: { $0.document == kind && admits($0.by, participant) }) {
            throw Refusal(.stateStage, "no \(kind.rawValue) is owed at this stage, or it was handed in already")
        }
        for stage in stages {
            let window = stage.windows.first { $0.document == kind && $0.from.contains { admits($0, participant) } }
            if let window { return (stage.id, window) }
        }
        throw Refusal(.ruleKind, "the procedure knows no \(kind.rawValue) from anyone", at: "kind")
    }
}
