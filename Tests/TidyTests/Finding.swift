/// One place where a rule is broken, and what would mend it.
struct Finding: Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let sentence: String

    var description: String { "\(path):\(line): \(sentence)" }
}

extension [Finding] {
    /// Every finding on a line of its own, for the message of a failed expectation.
    var report: String { map { "\n  \($0)" }.joined() }
}
