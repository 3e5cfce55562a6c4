import Testing

/// Every verb is said in at least one transcript.
enum TranscribedVerbs {
    /// Words are compared whole: neither `visit.close` nor `visit=` counts for `visit`.
    static func findings(verbs: [String], transcripts: [String]) -> [Finding] {
        let words = Set(transcripts.flatMap { $0.lowercased().split { $0.isWhitespace } })
        return verbs.filter { !words.contains(Substring($0)) }
            .map { Finding(path: "Tests/TranscriptTests/Transcripts", line: 0, sentence: "no transcript says \($0).") }
    }
}

@Suite struct TranscribedVerbsTests {
    @Test func `a verb that no transcript says is found`() {
        let found = TranscribedVerbs.findings(verbs: ["visit", "visit.close"], transcripts: ["alice> @1 visit.close visit=V-1"])
        #expect(found.map(\.sentence) == ["no transcript says visit."])
    }

    @Test func `every verb is said in a transcript`() {
        let transcripts = Repository.files.filter { $0.path.hasSuffix(".session") }.map(\.text)
        let found = TranscribedVerbs.findings(verbs: Registry.verbs, transcripts: transcripts)
        expectNone(found)
    }
}
