/// The words that the sources give to clients, read off the files that declare them.
enum Registry {
    /// The first literal of every `Command(` under `Commands/`.
    static let verbs: [String] = Repository.swift.filter { $0.isUnder("Sources/ReviewService/Commands") }.flatMap { source in
        source.literals.filter { literal in
            isVerb(literal.text) && openers(before: literal, in: source).contains { $0.hasSuffix("Command(") }
        }.map(\.text)
    }.sorted()

    /// Literals of the form `area/what` in the files that register them.
    static let errorWords: [String] = Set(
        Repository.swift.filter { $0.path.split(separator: "/").last?.hasPrefix("ErrorWord") == true }
            .flatMap(\.literals).map(\.text).filter(isErrorWord)
    ).sorted()

    /// The literal's line up to its quote, and the line above when nothing stands before it.
    private static func openers(before literal: SwiftSource.Literal, in source: SwiftSource) -> [String] {
        let code = source.code[literal.line - 1]
        let before = code.prefix { $0 != "\"" }
        if before.contains(where: { $0 != " " }) { return [String(before)] }
        return literal.line > 1 ? [source.code[literal.line - 2]] : []
    }

    private static func isVerb(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2 && parts.allSatisfy { $0.first?.isLetter == true && $0.allSatisfy { $0.isLowercase || "-_".contains($0) } }
    }

    private static func isErrorWord(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } }
    }
}
