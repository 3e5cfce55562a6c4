import Testing

/// 60 lines a function; also for the closures of a table, since a verb is one.
enum FunctionLength {
    static let linesMax = 60

    private static let typeWords: Set<Substring> = ["struct", "class", "enum", "actor", "extension", "protocol"]
    private static let modifiers: Set<Substring> = ["package", "private", "fileprivate", "internal", "public", "final", "indirect"]
    private static let memberWords: Set<Substring> = ["func", "init", "deinit", "subscript", "var", "let", "case", "import"]

    static func findings(in source: SwiftSource) -> [Finding] {
        blocks(of: source).compactMap { block in
            let lines = block.last - block.first + 1
            guard lines > linesMax else { return nil }
            return Finding(path: source.path, line: block.first, sentence: "a function of \(lines) lines, at most \(linesMax).")
        }
    }

    /// The outermost pairs of braces that are not the body of a type: lines counted from 1, both included.
    private static func blocks(of source: SwiftSource) -> [(first: Int, last: Int)] {
        var found: [(first: Int, last: Int)] = []
        var isTypeBody: [Bool] = []
        var start: Int?
        var header = ""
        for (index, line) in source.code.enumerated() {
            for character in line {
                switch character {
                case "{":
                    isTypeBody.append(start == nil && opensType(header))
                    if start == nil, isTypeBody.last == false { start = index + 1 }
                    header = ""
                case "}":
                    guard !isTypeBody.isEmpty else { break }
                    isTypeBody.removeLast()
                    if let first = start, !isTypeBody.contains(false) {
                        found.append((first, index + 1))
                        start = nil
                    }
                    header = ""
                default:
                    header.append(character)
                }
            }
            header.append("\n")
        }
        return found
    }

    /// Whether the last declaration begun in `header` is that of a type.
    private static func opensType(_ header: String) -> Bool {
        for line in header.split(separator: "\n").reversed() {
            let words = line.split(separator: " ")
            if let at = words.firstIndex(where: { typeWords.contains($0) }), at + 1 < words.count,
                words[..<at].allSatisfy({ $0.hasPrefix("@") || modifiers.contains($0) })
            {
                return true
            }
            if words.contains(where: { memberWords.contains($0.prefix { $0.isLetter }) }) { return false }
        }
        return false
    }
}

@Suite struct FunctionLengthTests {
    private func source(functionLines: Int) -> SwiftSource {
        let body = String(repeating: "        if e { work() }\n", count: functionLines - 2)
        return SwiftSource(
            path: "A.swift",
            text: "struct A:\n    B\n{\n    let c = 1\n    func d(\n        actor: Actor) {\n\(body)    }\n    var f = 2\n}\n")
    }

    @Test func `a function of 61 lines is found, and a long type is not`() {
        #expect(FunctionLength.findings(in: source(functionLines: 60)).isEmpty)
        let found = FunctionLength.findings(in: source(functionLines: 61))
        #expect(found == [Finding(path: "A.swift", line: 6, sentence: "a function of 61 lines, at most 60.")])
    }

    @Test func `every function fits on a screen`() {
        let found = Repository.swift.flatMap(FunctionLength.findings)
        expectNone(found)
    }
}
