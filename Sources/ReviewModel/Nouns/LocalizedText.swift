/// One text in several languages, with English always there.
package struct LocalizedText: Equatable, Sendable {
    package let english: String
    package let others: [Language: String]

    package init(english: String, others: [Language: String] = [:]) {
        self.english = english
        self.others = others
    }

    /// The text in that language, or in English.
    package subscript(language: Language) -> String {
        language == .en ? english : others[language] ?? english
    }

    /// The languages that the text really has.
    package var languages: Set<Language> { Set(others.keys).union([.en]) }
}
