/// What the engine does with windows and with publication.
extension StageEngine {
    /// When a document becomes public.
    package enum Publication: Equatable, Sendable {
        case now
        case later(PublishRule)
        case never(LocalizedText)
    }

    /// The open window by which that participant may hand in that kind of document.
    package func window(
        for kind: DocumentKind, from participant: Participant, in facts: ReviewFacts
    ) -> (stage: StageName, window: WindowRule)? {
        for stage in openStages(in: facts) {
            let window = stage.windows.first { window in
                window.document == kind && window.from.contains { procedure.admits($0, participant) }
                    && isOpen(WindowKey(stage: stage.id, window: window.id), in: facts)
            }
            if let window { return (stage.id, window) }
        }
        return nil
    }

    /// Open is from the moment of opening until before the moment of closing.
    package func isOpen(_ key: WindowKey, in facts: ReviewFacts) -> Bool {
        guard let run = facts.windows[key], run.closedAt == nil else { return false }
        return run.closesAt.map { facts.now < $0 } ?? true
    }

    /// When a document of that kind, handed in during that stage, becomes public; a kind that the stage does not know goes public with it.
    package func publication(of documents: StageDocument, in facts: ReviewFacts) -> Publication {
        let rule = procedure.stage(documents.stage)?.publish[documents.kind] ?? .withStage
        switch rule {
        case .onSubmission: return .now
        case .withStage: return state(of: documents.stage, in: facts) == .left ? .now : .later(rule)
        case .onAdoption: return procedure.adoption.flatMap(times(facts).instant(of:)) == nil ? .later(rule) : .now
        case .never(let reason): return .never(reason)
        }
    }

    func publications(_ facts: ReviewFacts) -> [StageAction] {
        let order = procedure.stages.map(\.id)
        return facts.unpublished
            .filter { publication(of: $0, in: facts) == .now }
            .sorted { (order.firstIndex(of: $0.stage) ?? 0, $0.kind.rawValue) < (order.firstIndex(of: $1.stage) ?? 0, $1.kind.rawValue) }
            .map { .publish($0) }
    }

    func windowChanges(_ facts: ReviewFacts) throws -> [StageAction] {
        try procedure.stages.flatMap { stage in
            try stage.windows.compactMap { try change(of: $0, in: stage.id, facts) }
        }
    }

    private func change(of window: WindowRule, in stage: StageName, _ facts: ReviewFacts) throws -> StageAction? {
        let key = WindowKey(stage: stage, window: window.id)
        let run = facts.windows[key]
        guard state(of: stage, in: facts) == .open else {
            return run.map { $0.closedAt == nil } ?? false ? .closeWindow(key) : nil
        }
        let closesAt = try times(facts).instant(of: window.closes)
        let isOver = closesAt.map { facts.now >= $0 } ?? false
        let isOpening = try window.opens == .withStage || times(facts).instant(of: window.opens).map { facts.now >= $0 } ?? false
        guard let run else { return isOpening && !isOver ? .openWindow(key, closesAt: closesAt) : nil }
        if run.closedAt != nil { return isOver ? nil : .openWindow(key, closesAt: closesAt) }
        if isOver { return .closeWindow(key) }
        return run.closesAt == closesAt ? nil : .moveWindow(key, closesAt: closesAt)
    }
}
