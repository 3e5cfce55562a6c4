/// One thing that is wrong with a file of tab-separated values, with its line.
package struct TabSeparatedProblem: Error, Equatable, Sendable, CustomStringConvertible {
    package let line: Int
    package let sentence: String

    package var description: String { "line \(line): \(sentence)" }
}

/// Everything that is wrong with such a file.
package struct TabSeparatedRefused: Error, Equatable, Sendable, CustomStringConvertible {
    package let problems: [TabSeparatedProblem]
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// A table as text: lines of `#key<TAB>value` that say something about the whole, a line of column names, rows; `# ` begins a comment.
struct TabSeparated {
    struct Row {
        let line: Int
        let values: [String: String]

        /// The value of a column; empty when the column is.
        subscript(column: String) -> String { values[column] ?? "" }
    }

    struct Note {
        let line: Int
        let key: String
        let values: [String]
    }

    private(set) var notes: [Note] = []
    private(set) var rows: [Row] = []

    /// Reads text with exactly those columns; throws `TabSeparatedRefused`.
    init(_ text: String, columns: [String]) throws {
        var problems: [TabSeparatedProblem] = []
        var isHeaderRead = false
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("# ") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            if fields.contains(where: { $0.hasPrefix(" ") || $0.hasSuffix(" ") || $0.contains("\r") }) {
                problems.append(TabSeparatedProblem(line: index + 1, sentence: "has a space around a value, or a bare carriage return"))
            } else if line.hasPrefix("#") {
                notes.append(Note(line: index + 1, key: String(fields[0].dropFirst()), values: Array(fields.dropFirst())))
            } else if !isHeaderRead {
                isHeaderRead = true
                guard fields == columns else {
                    throw TabSeparatedRefused(problems: [
                        TabSeparatedProblem(line: index + 1, sentence: "must name the columns \(columns.joined(separator: ", "))")
                    ])
                }
            } else if fields.count == columns.count {
                rows.append(Row(line: index + 1, values: Dictionary(uniqueKeysWithValues: zip(columns, fields))))
            } else {
                problems.append(TabSeparatedProblem(line: index + 1, sentence: "has \(fields.count) values for \(columns.count) columns"))
            }
        }
        if !isHeaderRead { problems.append(TabSeparatedProblem(line: 1, sentence: "has no line of column names")) }
        guard problems.isEmpty else { throw TabSeparatedRefused(problems: problems) }
    }
}
