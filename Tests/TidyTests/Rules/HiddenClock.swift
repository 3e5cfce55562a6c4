import Testing

/// No statement asks PostgreSQL for the time: a transaction carries one `now`, also in a rehearsal.
///
/// `clock_timestamp()` is how that instant is read where a transaction begins; it may stand anywhere but in a verb.
enum HiddenClock {
    private static let words = ["now()", "current_timestamp", "transaction_timestamp()", "current_date", "localtimestamp"]
    private static let wordsOfVerbs = words + ["clock_timestamp()"]

    static func findings(path: String, sql: String, firstLine: Int = 1, comment: String) -> [Finding] {
        let lines = sql.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return lines.indices.flatMap { index -> [Finding] in
            let code = comment.isEmpty ? lines[index] : String(lines[index].split(separator: comment, omittingEmptySubsequences: false)[0])
            return (path.hasPrefix(VerbFiles.folder + "/") ? wordsOfVerbs : words).compactMap { word in
                guard stands(word, in: code.lowercased()) else { return nil }
                if BannedWord.reasonStands(for: word, beside: index, in: lines, comment: "--") { return nil }
                return Finding(
                    path: path, line: firstLine + index, sentence: "`\(word)` in SQL: bind the transaction's now; or `-- \(word): reason`.")
            }
        }
    }

    private static func stands(_ word: String, in line: String) -> Bool {
        line.ranges(of: word).contains { range in
            guard range.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: range.lowerBound)]
            let isInterpolated = line[..<range.lowerBound].hasSuffix("\\(")
            return !isInterpolated && !before.isLetter && !before.isNumber && !"_.`".contains(before)
        }
    }
}

@Suite struct HiddenClockTests {
    @Test func `a statement that asks for the time is found, and one with a reason is not`() {
        #expect(HiddenClock.findings(path: "a.sql", sql: "select 1,\n now()", comment: "--").map(\.line) == [2])
        #expect(HiddenClock.findings(path: "a.sql", sql: "select clock_timestamp()", comment: "--").isEmpty)
        #expect(HiddenClock.findings(path: VerbFiles.folder + "/A.swift", sql: "select clock_timestamp()", comment: "--").count == 1)
        #expect(HiddenClock.findings(path: "a.sql", sql: "select f(now())", comment: "--").count == 1)
        #expect(HiddenClock.findings(path: "a.sql", sql: "select \\(now())", comment: "--").isEmpty)
        #expect(HiddenClock.findings(path: "a.sql", sql: "select now() -- now(): it is the real one", comment: "--").isEmpty)
        #expect(HiddenClock.findings(path: "a.sql", sql: "-- now() is elsewhere\nselect reviewd_now()", comment: "--").isEmpty)
    }

    @Test func `no statement asks for the time`() {
        var found = Repository.files.filter { $0.path.hasSuffix(".sql") && $0.path != "sql/schema.sql" }
            .flatMap { HiddenClock.findings(path: $0.path, sql: $0.text, comment: "--") }
        for source in Repository.swift where source.isUnder("Sources") {
            for literal in source.literals where SQLLiteral.looksLikeSQL(literal.text) {
                found += HiddenClock.findings(path: source.path, sql: literal.text, firstLine: literal.line, comment: "--")
            }
        }
        expectNone(found)
    }
}
