import Testing

/// docs/PROTOCOL.md has a section `### verb` for every verb, in the order of the table, and none for a verb that is gone.
enum DocumentedVerbs {
    static func sections(of document: String) -> [String] {
        document.split(separator: "\n").filter { $0.hasPrefix("### ") }
            .map { String($0.dropFirst(4).drop { $0 == "`" }.prefix { $0 != "`" && $0 != " " }) }
    }

    static func findings(verbs: [String], document: String) -> [Finding] {
        let described = sections(of: document)
        let path = "docs/PROTOCOL.md"
        let missing = verbs.filter { !described.contains($0) }.map { Finding(path: path, line: 0, sentence: "no section `### \($0)`.") }
        let gone = described.filter { !verbs.contains($0) }.map { Finding(path: path, line: 0, sentence: "there is no verb \($0).") }
        guard missing.isEmpty, gone.isEmpty else { return missing + gone }
        return zip(verbs, described).first { $0 != $1 }.map { verb, section in
            [Finding(path: path, line: 0, sentence: "\(section) stands where the table has \(verb).")]
        } ?? []
    }
}

@Suite struct DocumentedVerbsTests {
    @Test func `a verb without a section, and a section without a verb, are found`() {
        let found = DocumentedVerbs.findings(verbs: ["ping", "quit"], document: "## Session\n### ping\nAnswers.\n### `leave`\n")
        #expect(found.map(\.sentence) == ["no section `### quit`.", "there is no verb leave."])
        let turned = DocumentedVerbs.findings(verbs: ["ping", "quit"], document: "### quit\n### ping\n")
        #expect(turned.map(\.sentence) == ["quit stands where the table has ping."])
    }

    @Test func `every verb is described`() {
        let found = DocumentedVerbs.findings(verbs: Registry.verbs, document: Repository.file("docs/PROTOCOL.md")?.text ?? "")
        expectNone(found)
    }
}
