import Testing

/// 5 to 12 of 100 lines are comments, over all sources; printed on every run, and refused only when far off.
enum CommentShare {
    static func percent(of sources: [SwiftSource]) -> Double {
        let lines = sources.flatMap(\.lines).map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
        let comments = lines.filter { $0.hasPrefix("//") }
        return lines.isEmpty ? 0 : Double(comments.count) * 100 / Double(lines.count)
    }
}

@Suite struct CommentShareTests {
    @Test func `comments are counted among the lines that hold something`() {
        let source = SwiftSource(path: "A.swift", text: "/// A.\nlet a = 1 // why\n\n    // b\nlet b = 2\n")
        #expect(CommentShare.percent(of: [source]) == 50)
    }

    @Test func `comments stay between 4 and 20 of 100 lines`() {
        let sources = Repository.swift.filter { $0.isUnder("Sources") }
        let share = CommentShare.percent(of: sources)
        print("comment share of Sources: \(Int(share.rounded())) of 100 lines")
        #expect((4...20).contains(share))
    }
}
