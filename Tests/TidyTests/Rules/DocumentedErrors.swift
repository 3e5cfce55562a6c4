import Testing

/// docs/PROTOCOL.md registers every word that a refusal may carry.
enum DocumentedErrors {
    static func findings(words: [String], document: String) -> [Finding] {
        words.filter { !document.contains("`\($0)`") }
            .map { Finding(path: "docs/PROTOCOL.md", line: 0, sentence: "the error word `\($0)` is not in the registry.") }
    }
}

@Suite struct DocumentedErrorsTests {
    @Test func `a word outside the registry is found`() {
        let found = DocumentedErrors.findings(words: ["thing/absent", "thing/gone"], document: "| `thing/absent` | 410 |")
        #expect(found.map(\.sentence) == ["the error word `thing/gone` is not in the registry."])
    }

    @Test func `every error word is registered`() {
        let found = DocumentedErrors.findings(words: Registry.errorWords, document: Repository.file("docs/PROTOCOL.md")?.text ?? "")
        expectNone(found)
    }
}
