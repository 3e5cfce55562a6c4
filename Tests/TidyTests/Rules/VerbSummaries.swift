import ReviewService
import Testing

/// `help` says what a verb is for in one sentence: a capital first, a full stop last, and no other one.
enum VerbSummaries {
    static func findings(summaries: [(verb: String, summary: String)]) -> [Finding] {
        summaries.filter { !isSentence($0.summary) }.map {
            Finding(path: "Sources/ReviewService/Commands", line: 0, sentence: "the summary of \($0.verb) is no sentence: \($0.summary)")
        }
    }

    private static func isSentence(_ text: String) -> Bool {
        text.first?.isUppercase == true && text.hasSuffix(".") && !text.dropLast().contains(". ")
    }
}

@Suite struct VerbSummariesTests {
    @Test func `what is no sentence is found`() {
        let summaries = [("ping", "Ask whether it is there."), ("quit", "ends the connection"), ("help", "Help. More help.")]
        #expect(VerbSummaries.findings(summaries: summaries).count == 2)
    }

    @Test func `every verb is summed up in a sentence`() {
        expectNone(VerbSummaries.findings(summaries: CommandTable.all.map { ($0.name, $0.summary) }))
    }
}
