import Testing

/// How a string is known to be SQL.
enum SQLLiteral {
    private static let firstWords: Set<Substring> = ["select", "insert", "update", "delete", "with", "create", "alter", "merge"]

    static func looksLikeSQL(_ text: String) -> Bool {
        let words = text.lowercased().split(maxSplits: 2) { $0 == " " || $0 == "\n" }
        return words.count > 1 && firstWords.contains(words[0])
    }

    /// Without the indentation and the blank lines.
    static func lines(of text: String) -> [String] {
        text.split(separator: "\n").map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }
}

/// A statement of three lines or more stands once: what two verbs share belongs to `Queries/`.
enum RepeatedSQL {
    static let linesMin = 3

    static func findings(in sources: [SwiftSource]) -> [Finding] {
        var first: [[String]: Finding] = [:]
        var found: [Finding] = []
        for source in sources {
            for literal in source.literals where SQLLiteral.looksLikeSQL(literal.text) {
                let lines = SQLLiteral.lines(of: literal.text)
                guard lines.count >= linesMin else { continue }
                if let earlier = first[lines] {
                    found.append(
                        Finding(path: source.path, line: literal.line, sentence: "the same SQL as in \(earlier.path):\(earlier.line)."))
                } else {
                    first[lines] = Finding(path: source.path, line: literal.line, sentence: "")
                }
            }
        }
        return found
    }
}

@Suite struct RepeatedSQLTests {
    private func source(_ path: String, indent: String) -> SwiftSource {
        let statement = ["select id", "from review", "where id = \\(id)"].map { indent + $0 }.joined(separator: "\n")
        return SwiftSource(path: path, text: "let a = \"\"\"\n\(statement)\n\(indent)\"\"\"\n")
    }

    @Test func `the same statement in two files is found, whatever its indentation`() {
        let found = RepeatedSQL.findings(in: [source("A.swift", indent: ""), source("B.swift", indent: "    ")])
        #expect(found == [Finding(path: "B.swift", line: 1, sentence: "the same SQL as in A.swift:1.")])
    }

    @Test func `no statement is written twice`() {
        let found = RepeatedSQL.findings(in: Repository.swift.filter { !$0.isUnder("Tests/TidyTests") })
        expectNone(found)
    }
}
