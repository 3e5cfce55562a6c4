import Foundation

/// A conversation as a file: who says what, and what each must and must not be answered.
///
/// Lines: `# title`, `setup: empty`, `C who: request`, `L who $review: $a $b` (that reader's documents of the review, these and no others, in this order; `…` for any), `| body line`, `|* 4096 a` (a body line of so many), `S: expected line`, `S: …` (any rows), `S! "text that must not appear"`,
/// `P who: 190 {…}` (a push that must come), and blank ones.
package struct Transcript: Sendable {
    /// One request with its body, and what is expected of the answer.
    package struct Exchange: Sendable {
        package let line: Int
        package let who: String
        package let request: String
        package var body: String?
        package var expected: [Expectation] = []
        package var forbidden: [String] = []
        package var pushes: [Push] = []

        init(line: Int, who: String, request: String) {
            (self.line, self.who, self.request) = (line, who, request)
        }

        /// All that somebody sees of the documents of a review.
        init(line: Int, who: String, reviewing review: String, shows documents: [String]) {
            self.init(line: line, who: who, request: "document.list review=\(review) limit=1000")
            let rows = documents.map { $0 == "…" ? .anyRows : Expectation.line(code: 150, json: #"{"id":"\#($0)"}"#, raw: nil) }
            let end = documents.contains("…") ? "{}" : #"{"n":\#(documents.count)}"#
            expected = rows + [.line(code: 210, json: end, raw: nil)]
        }
    }

    /// A line that must come next to somebody who watches.
    package struct Push: Sendable {
        package let line: Int
        package let who: String
        package let code: Int
        package let json: String
    }

    /// One expected line of an answer.
    package enum Expectation: Sendable {
        case anyRows
        /// Code, the JSON to match as a subset, and the raw octets after a 151.
        case line(code: Int, json: String, raw: String?)
    }

    package let name: String
    package private(set) var title = ""
    package private(set) var isEmpty = false
    package private(set) var exchanges: [Exchange] = []

    package init(name: String, text: String) throws {
        self.name = name
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            try read(String(line), number: index + 1)
        }
    }

    private mutating func read(_ line: String, number: Int) throws {
        if line.hasPrefix("#") {
            if title.isEmpty { title = line.dropFirst().trimmingCharacters(in: .whitespaces) }
        } else if line.trimmingCharacters(in: .whitespaces).isEmpty {
            return
        } else if line.hasPrefix("setup:") {
            isEmpty = line.hasSuffix("empty")
        } else if line.hasPrefix("C "), let colon = line.firstIndex(of: ":") {
            let who = line[line.index(line.startIndex, offsetBy: 2)..<colon].trimmingCharacters(in: .whitespaces)
            let request = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            exchanges.append(Exchange(line: number, who: who, request: request))
        } else if line.hasPrefix("L "), let colon = line.firstIndex(of: ":") {
            let words = line[..<colon].split(separator: " ")
            guard words.count == 3 else { throw TranscriptProblem("\(name):\(number): who sees what of which review?") }
            let documents = line[line.index(after: colon)...].split(separator: " ").map(String.init)
            exchanges.append(Exchange(line: number, who: String(words[1]), reviewing: String(words[2]), shows: documents))
        } else if let last = exchanges.indices.last {
            try readAnswer(line, number, last)
        } else {
            throw TranscriptProblem("\(name):\(number): nobody has spoken yet")
        }
    }

    private mutating func readAnswer(_ line: String, _ number: Int, _ last: Int) throws {
        if line.hasPrefix("|*") {
            let words = line.split(separator: " ")
            guard words.count == 3, let count = Int(words[1]) else { throw TranscriptProblem("\(name):\(number): how many of what?") }
            exchanges[last].body = String(repeating: String(words[2]), count: count)
        } else if line.hasPrefix("|") {
            let text = line.dropFirst().hasPrefix(" ") ? String(line.dropFirst(2)) : String(line.dropFirst())
            exchanges[last].body = exchanges[last].body.map { $0 + "\n" + text } ?? text
        } else if line.hasPrefix("S!") {
            let text = line.dropFirst(2).trimmingCharacters(in: .whitespaces)
            exchanges[last].forbidden.append(text.trimmingCharacters(in: CharacterSet(charactersIn: "\"")))
        } else if line.hasPrefix("S:") {
            let text = line.dropFirst(2).trimmingCharacters(in: .whitespaces)
            if text == "…" || text == "..." { return exchanges[last].expected.append(.anyRows) }
            guard let code = Int(text.prefix(3)) else { throw TranscriptProblem("\(name):\(number): no code") }
            let rest = text.dropFirst(3).trimmingCharacters(in: .whitespaces)
            exchanges[last].expected.append(.line(code: code, json: rest.isEmpty ? "{}" : rest, raw: nil))
        } else if line.hasPrefix("P "), let colon = line.firstIndex(of: ":") {
            let who = line[line.index(line.startIndex, offsetBy: 2)..<colon].trimmingCharacters(in: .whitespaces)
            let text = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            guard let code = Int(text.prefix(3)) else { throw TranscriptProblem("\(name):\(number): no code") }
            exchanges[last].pushes.append(Push(line: number, who: who, code: code, json: String(text.dropFirst(3))))
        } else if line.hasPrefix("R:"), case .line(let code, let json, _)? = exchanges[last].expected.last {
            let raw = line.dropFirst(2).hasPrefix(" ") ? String(line.dropFirst(3)) : String(line.dropFirst(2))
            exchanges[last].expected[exchanges[last].expected.count - 1] = .line(code: code, json: json, raw: raw)
        } else {
            throw TranscriptProblem("\(name):\(number): cannot read: \(line)")
        }
    }
}

/// Why a conversation could not be read, or did not go as written.
package struct TranscriptProblem: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
