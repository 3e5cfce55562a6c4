/// The six official languages, as BCP 47 words.
package enum Language: String, CaseIterable, Sendable {
    case ar, zh, en, fr, ru, es

    package var isRightToLeft: Bool { self == .ar }
}
