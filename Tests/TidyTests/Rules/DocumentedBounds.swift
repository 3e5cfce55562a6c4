import ReviewService
import Testing

/// docs/PROTOCOL.md says of every text that a verb takes how long it may be, once, in the table of §3.
enum DocumentedBounds {
    /// Name and what is expected of it, for arguments that are texts of a bounded length.
    static let texts = Set(
        CommandTable.all.flatMap(\.arguments).filter { $0.expectation.hasPrefix("text of ") }.map { "\($0.name)= \($0.expectation)" })

    static func findings(texts: Set<String>, document: String) -> [Finding] {
        let said = Set(document.split(separator: "\n").filter { $0.hasPrefix("| `") }.flatMap(rows))
        return texts.subtracting(said).sorted().map { text in
            Finding(path: "docs/PROTOCOL.md", line: 0, sentence: "the table of §3 does not say: \(text).")
        }
    }

    /// ``| `reason=`, `answer=` | text of 1 to 2,000 characters |`` as one text for each name.
    private static func rows(of line: Substring) -> [String] {
        let cells = line.split(separator: "|").map { String($0.drop { $0 == " " }) }
        guard cells.count > 1 else { return [] }
        let expectation = cells[1].replacing(",", with: "").prefix { $0 != ";" }.reversed().drop { $0 == " " }.reversed()
        return cells[0].split(separator: ",").map { $0.filter { $0 != "`" && $0 != " " } + " " + String(expectation) }
    }
}

@Suite struct DocumentedBoundsTests {
    @Test func `a text whose length is not said, or said wrongly, is found`() {
        let table = "| `reason=`, `answer=` | text of 1 to 2,000 characters; on the record |\n| `label=` | text of 1 to 99 characters |\n"
        let texts: Set = [
            "reason= text of 1 to 2000 characters", "answer= text of 1 to 2000 characters", "label= text of 1 to 100 characters",
        ]
        #expect(DocumentedBounds.findings(texts: texts, document: table).count == 1)
    }

    @Test func `every bounded text is described`() {
        let document = Repository.file("docs/PROTOCOL.md")?.text ?? ""
        #expect(DocumentedBounds.texts.count > 5)
        expectNone(DocumentedBounds.findings(texts: DocumentedBounds.texts, document: document))
    }
}
