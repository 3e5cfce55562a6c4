import Testing

/// `DOMAIN §4` and `PROTOCOL §2` lead to a section that is there: `## 4. …` in docs/DOMAIN.md.
enum Citations {
    static func findings(files: [(path: String, text: String)], documents: [String: String]) -> [Finding] {
        let sections = documents.mapValues { document in
            Set(document.split(separator: "\n").filter { $0.hasPrefix("## ") }.compactMap { Int($0.dropFirst(3).prefix { $0.isNumber }) })
        }
        return files.flatMap { path, text in
            text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { index, line in
                cited(in: line).filter { sections[$0.document]?.contains($0.section) != true }
                    .map { Finding(path: path, line: index + 1, sentence: "there is no \($0.document) §\($0.section).") }
            }
        }
    }

    private static func cited(in line: Substring) -> [(document: String, section: Int)] {
        line.matches(of: /(DOMAIN|PROTOCOL) §(\d+)/).compactMap { match in Int(match.2).map { (String(match.1), $0) } }
    }
}

@Suite struct CitationsTests {
    @Test func `a section that is not there is found`() {
        let file = ("A.swift", "/// As DOMAIN §4 says.\n/// And PROTOCOL §2, DOMAIN §9.\n")
        let found = Citations.findings(files: [file], documents: ["DOMAIN": "## 4. Deadlines\n", "PROTOCOL": "## 2. Grammar\n"])
        #expect(found.map(\.description) == ["A.swift:2: there is no DOMAIN §9."])
    }

    @Test func `every section that is cited is there`() {
        let documents = ["DOMAIN", "PROTOCOL"].map { ($0, Repository.file("docs/\($0).md")?.text ?? "") }
        let files = Repository.files.filter { !$0.path.hasPrefix("Tests/TidyTests/") }.map { ($0.path, $0.text) }
        expectNone(Citations.findings(files: files, documents: Dictionary(uniqueKeysWithValues: documents)))
    }
}
