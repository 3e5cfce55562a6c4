/// One reason why a review does not advance, as a stable word and what it is about.
package struct Hold: Equatable, Sendable, CustomStringConvertible {
    package enum Word: String, CaseIterable, Sendable {
        /// The review is closed or cancelled; the subject is its state.
        case reviewNotOpen = "review/not-open"
        /// Its start date has not come; the subject is the date.
        case beforeStart = "review/before-start"
        /// An obligation of the gate is not delivered and not missed; the subject is the obligation.
        case stillOwed = "gate/still-owed"
        /// An obligation with `missed: hold` was missed: it must be delivered or waived.
        case missed = "gate/missed"
        /// An obligation with `missed: proceed` was missed: whoever advances must give a reason.
        case reasonNeeded = "gate/reason-needed"
        /// A window has not been open as long as the procedure promises; the subject is the window.
        case windowPromised = "window/promised"
        /// Nothing is in the way but the word of a role; the subject is the role.
        case awaitsWord = "stage/awaits-word"
    }

    package let word: Word
    package let stage: StageName?
    package let subject: String
    /// When the reason ends by itself, if that is known.
    package let until: UTCInstant?

    package init(_ word: Word, stage: StageName? = nil, subject: String, until: UTCInstant? = nil) {
        (self.word, self.stage, self.subject, self.until) = (word, stage, subject, until)
    }

    package var description: String {
        let words: [String?] = [word.rawValue, stage.map { "in \($0)" }, subject, until.map { "until \($0)" }]
        return words.compactMap(\.self).joined(separator: " ")
    }
}
