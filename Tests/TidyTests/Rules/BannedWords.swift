import Testing

/// Words that need a reason beside them, `// word: reason`, on their own line or in the comment above.
struct BannedWord: Sendable {
    let word: String
    /// What to write before the reason, without the colon.
    let mark: String
    let because: String
    let applies: @Sendable (SwiftSource) -> Bool

    static let all: [BannedWord] = [
        .init(word: "Task.sleep", because: "time is a parameter; wait for an event"),
        .init(word: "Date()", because: "the clock is the database's"),
        .init(word: "try!", because: "a fault becomes a refusal, not a crash"),
        .init(word: "try?", because: "an error must not vanish unexplained"),
        .init(word: "@unchecked Sendable", mark: "@unchecked", because: "the compiler no longer looks"),
        .init(word: "fatalError", because: "a fault becomes a refusal, not a crash", applies: { $0.isUnder("Sources") }),
        .init(
            word: "print(", mark: "print", because: "what happens is an Event; only programs print",
            applies: { $0.isUnder("Sources") && !["reviewd", "reviewctl"].contains($0.target) }),
        .init(
            word: "actor.role", because: "roles stand in a command's `roles:`, visibility in row-level security",
            applies: { $0.isUnder("Sources/ReviewService/Commands") }),
        .init(word: "public ", mark: "public", because: "the package has no users outside it: say `package`"),
    ]

    init(
        word: String, mark: String? = nil, because: String,
        applies: @escaping @Sendable (SwiftSource) -> Bool = { $0.path != "Package.swift" }
    ) {
        self.word = word
        self.mark = mark ?? word
        self.because = because
        self.applies = applies
    }

    func findings(in source: SwiftSource) -> [Finding] {
        guard applies(source) else { return [] }
        return source.code.indices.compactMap { index in
            guard stands(in: source.code[index]), !Self.reasonStands(for: mark, beside: index, in: source.lines) else { return nil }
            return Finding(path: source.path, line: index + 1, sentence: "`\(word)`: \(because); or `// \(mark): reason`.")
        }
    }

    /// As a word of its own: `LocalDate()` and `.public` are others.
    private func stands(in line: String) -> Bool {
        line.ranges(of: word).contains { range in
            guard range.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: range.lowerBound)]
            return !before.isLetter && !before.isNumber && !"_.`".contains(before)
        }
    }

    /// On the line itself, or in the unbroken comment above it.
    static func reasonStands(for mark: String, beside index: Int, in lines: [String], comment: String = "//") -> Bool {
        let wanted = "\(comment) \(mark): "
        if lines[index].contains(wanted) { return true }
        return lines[..<index].reversed()
            .prefix { $0.drop { $0 == " " }.hasPrefix(comment) }
            .contains { $0.contains(wanted) }
    }
}

@Suite struct BannedWordsTests {
    private func count(_ text: String, path: String = "Sources/ReviewService/Commands/A.swift") -> Int {
        BannedWord.all.flatMap { $0.findings(in: SwiftSource(path: path, text: text)) }.count
    }

    @Test(arguments: [
        "let a = try? b()", "let a = try! b()", "await Task.sleep(for: .seconds(1))", "let a = Date()",
        "final class A: @unchecked Sendable {}",
        "fatalError()", "print(1)", "if actor.role == .state {}", "public struct A {}", #"log("\(try? b())")"#,
    ])
    func `a banned word without a reason is found`(line: String) {
        #expect(count(line) == 1)
    }

    @Test(arguments: [
        "let a = try? b()  // try?: absence is an answer here", "// try?: absence\n// is an answer here\nlet a = try? b()",
        "let a = LocalDate()", "// Date() is not for us", #"let a = "try! print(""#, "let a: Role = .public ", "debugPrint(a)",
        "func `a public thing`() {}",
    ])
    func `a reason, another word, a comment and a string are not found`(text: String) {
        #expect(count(text) == 0)
    }

    @Test func `a program may print`() {
        #expect(count("print(1)", path: "Sources/reviewctl/Main.swift") == 0)
    }

    @Test func `no banned word stands without its reason`() {
        let found = Repository.swift.flatMap { source in BannedWord.all.flatMap { $0.findings(in: source) } }
        expectNone(found)
    }
}
