/// One change that the stage engine asks for; the caller stores all of a run in order, in the transaction in which it read the facts.
package enum StageAction: Equatable, Sendable {
    case enterStage(StageName)
    /// A deadline is nil while its anchor has not happened.
    case createObligation(ObligationName, stage: StageName, deadline: Deadline?)
    /// An anchor happened or moved, a calendar year was published, or an extension was granted.
    case moveDeadline(ObligationName, Deadline?)
    /// `met`, `late`, `missed`, `void`, or `open` again when a missed one's deadline moved into the future, or what met it was withdrawn.
    case settle(ObligationName, ObligationState)
    /// Opens a window, or opens it again when its closing moved into the future; nil closes with the stage.
    case openWindow(WindowKey, closesAt: UTCInstant?)
    case moveWindow(WindowKey, closesAt: UTCInstant?)
    case closeWindow(WindowKey)
    /// Publish what `ReviewFacts.unpublished` named.
    case publish(StageDocument)
    case leaveStage(StageName, reason: String?)
    case closeReview
}

extension ReviewFacts {
    /// The facts after an action was stored at `now`.
    package func applying(_ action: StageAction) -> ReviewFacts {
        var facts = self
        switch action {
        case .enterStage(let stage): facts.stages[stage] = StageRun(enteredAt: now)
        case .createObligation(let obligation, _, let deadline): facts.obligations[obligation] = Owed(deadline: deadline)
        case .moveDeadline(let obligation, let deadline): facts.obligations[obligation]?.deadline = deadline
        case .settle(let obligation, let state): facts.obligations[obligation]?.state = state
        case .openWindow(let window, let closesAt):
            facts.windows[window] = WindowRun(openedAt: windows[window]?.openedAt ?? now, closesAt: closesAt)
        case .moveWindow(let window, let closesAt): facts.windows[window]?.closesAt = closesAt
        case .closeWindow(let window): facts.windows[window]?.closedAt = now
        case .publish(let documents): facts.unpublished.remove(documents)
        case .leaveStage(let stage, _):
            facts.stages[stage]?.leftAt = now
            facts.advance = nil
        case .closeReview: facts.state = .closed
        }
        return facts
    }
}
