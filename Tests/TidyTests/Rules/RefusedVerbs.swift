import Testing

/// Every verb is refused in at least one transcript: what a client is told then is as much a promise as what it is told else.
enum RefusedVerbs {
    static func findings(verbs: [String], transcripts: [String]) -> [Finding] {
        let refused = Set(transcripts.flatMap(refused))
        return verbs.filter { !refused.contains($0) }
            .map { Finding(path: "Tests/TranscriptTests/Transcripts", line: 0, sentence: "no transcript refuses \($0).") }
    }

    /// The verbs whose answers begin with 4 or 5.
    private static func refused(in transcript: String) -> Set<String> {
        var found: Set<String> = []
        var verb = ""
        for line in transcript.split(separator: "\n") {
            if line.hasPrefix("C "), let request = line.split(separator: ":", maxSplits: 1).last {
                verb = request.split(separator: " ").first.map { $0.lowercased() } ?? ""
            } else if line.hasPrefix("S: 4") || line.hasPrefix("S: 5") {
                found.insert(verb)
            }
        }
        return found
    }
}

@Suite struct RefusedVerbsTests {
    @Test func `a verb that is only granted is found`() {
        let transcript = "C focal: visit.close visit=V-1\nS: 431 {}\nC officer: visit visit=V-1\nS: 200 {}\n"
        let found = RefusedVerbs.findings(verbs: ["visit", "visit.close"], transcripts: [transcript])
        #expect(found.map(\.sentence) == ["no transcript refuses visit."])
    }

    @Test func `every verb is refused in a transcript`() {
        let transcripts = Repository.files.filter { $0.path.hasSuffix(".session") }.map(\.text)
        let found = RefusedVerbs.findings(verbs: Registry.verbs, transcripts: transcripts)
        expectNone(found)
    }
}
