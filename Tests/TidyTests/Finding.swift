import Testing

/// One place where a rule is broken, and what would mend it.
struct Finding: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let sentence: String

    var description: String { "\(path):\(line): \(sentence)" }
}

/// Fails the test with every finding on a line of its own.
func expectNone(_ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation) {
    guard !findings.isEmpty else { return }
    Issue.record("\(findings.map { "\n  \($0)" }.joined())", sourceLocation: sourceLocation)
}
