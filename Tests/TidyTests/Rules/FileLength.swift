import Testing

/// 300 lines a file, with no list of exceptions: a longer one holds two ideas.
enum FileLength {
    static let linesMax = 300

    static func findings(path: String, lines: Int) -> [Finding] {
        lines <= linesMax ? [] : [Finding(path: path, line: lines, sentence: "\(lines) lines, at most \(linesMax): split it by idea.")]
    }
}

@Suite struct FileLengthTests {
    @Test func `a file of 301 lines is found`() {
        #expect(FileLength.findings(path: "A.swift", lines: 300).isEmpty)
        #expect(FileLength.findings(path: "A.swift", lines: 301).count == 1)
    }

    @Test func `every Swift file can be read at a sitting`() {
        let found = Repository.swift.flatMap { FileLength.findings(path: $0.path, lines: $0.lines.count - 1) }
        expectNone(found)
    }
}
