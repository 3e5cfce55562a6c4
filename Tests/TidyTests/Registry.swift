import ReviewService
import ReviewWire

/// The words that the daemon gives to clients, from its own tables.
enum Registry {
    static let verbs: [String] = CommandTable.all.map(\.name)
    static let errorWords: [String] = ErrorWord.all.map(\.word)
}
