/// One thing that is wrong with a procedure, where it stands, and a stable word for what it is.
package struct ProcedureProblem: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Word: String, CaseIterable, Sendable {
        case notYAML = "not-yaml"
        case missing, malformed, duplicate
        case unknownKey = "unknown-key"
        case unknownClass = "unknown-class"
        case unknownAnchor = "unknown-anchor"
        case tellingAnchor = "telling-anchor"
        case unknownStage = "unknown-stage"
        case unknownObligation = "unknown-obligation"
        case circle
        case noWayOut = "no-way-out"
        case unseenHold = "unseen-hold"
        case openAgenda = "open-agenda"
        case closedToCivilSociety = "closed-to-civil-society"
        case publication
    }

    package let word: Word
    /// Where, e.g. `stages[2].owes[0].due.anchor`; empty for the whole file.
    package let path: String
    /// One sentence without the path.
    package let sentence: String

    package init(_ word: Word, _ path: String, _ sentence: String) {
        (self.word, self.path, self.sentence) = (word, path, sentence)
    }

    package var description: String { path.isEmpty ? sentence : "\(path): \(sentence)" }
}

/// All that is wrong with a procedure, found in one go, in the order of the file.
package struct ProcedureRefused: Error, Equatable, Sendable, CustomStringConvertible {
    package let problems: [ProcedureProblem]
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
