/// Something that happens in a review and that dates can hang on; the text is what procedures write (docs/PROCEDURES.md).
package enum Anchor: Hashable, Sendable, CustomStringConvertible {
    /// `review.start`: the date on which the review starts.
    case reviewStart
    /// `stage.X.entered`
    case stageEntered(StageName)
    /// `stage.X.left`
    case stageLeft(StageName)
    /// `obligation.X.met`: its delivery, in time or late.
    case obligationMet(ObligationName)
    /// `document.KIND.received`: the first one of that kind.
    case documentReceived(DocumentKind)
    /// `visit.closed` and other names that the procedure declares under `events:`.
    case event(Name<ProcedureEvent>)

    /// Words that begin the anchors of the engine, so that no event may begin with them.
    package static let reservedWords: Set<String> = ["review", "stage", "obligation", "document", "contribution"]

    package init?(_ text: String) {
        let words = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard words.count > 1, words.allSatisfy({ StageName.isValid($0) }) else { return nil }
        switch (words[0], words.count, words.last) {
        case ("review", 2, "start"): self = .reviewStart
        case ("stage", 3, "entered"): self = .stageEntered(StageName(words[1]))
        case ("stage", 3, "left"): self = .stageLeft(StageName(words[1]))
        case ("obligation", 3, "met"): self = .obligationMet(ObligationName(words[1]))
        case ("document", 3, "received"):
            guard let kind = DocumentKind(rawValue: words[1]) else { return nil }
            self = .documentReceived(kind)
        default:
            guard words.count == 2, !Self.reservedWords.contains(words[0]) else { return nil }
            self = .event(Name(text))
        }
    }

    package var description: String {
        switch self {
        case .reviewStart: "review.start"
        case .stageEntered(let stage): "stage.\(stage).entered"
        case .stageLeft(let stage): "stage.\(stage).left"
        case .obligationMet(let obligation): "obligation.\(obligation).met"
        case .documentReceived(let kind): "document.\(kind.rawValue).received"
        case .event(let event): event.rawValue
        }
    }
}
