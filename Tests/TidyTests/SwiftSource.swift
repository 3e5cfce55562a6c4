/// A Swift file taken apart, so that a rule for code never trips over a word in a comment or in a string.
struct SwiftSource: Sendable {
    struct Literal: Sendable, Equatable {
        /// As written between the quotes, interpolations included.
        let text: String
        /// Counted from 1.
        let line: Int
    }

    let path: String
    /// As written.
    let lines: [String]
    /// Line by line the same length in lines as the file; comments and the contents of strings are blank.
    let code: [String]
    let literals: [Literal]

    init(path: String, text: String) {
        var lexer = SwiftLexer(text)
        lexer.run()
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        code = String(decoding: lexer.code, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        literals = lexer.literals
    }

    func isUnder(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }

    /// The target that the file belongs to, e.g. `ReviewWire`, or nil for the manifest.
    var target: String? {
        let parts = path.split(separator: "/")
        if parts.count > 1, parts[0] == "Benchmarks" { return "load-generator" }
        return parts.count > 2 ? String(parts[1]) : nil
    }
}
