import Testing

/// Every verb is refused in a transcript with every code that its section of docs/PROTOCOL.md promises, and at least once: what a
/// client is told then is as much a promise as what it is told else.
enum RefusedVerbs {
    /// What no conversation can bring about, and the test that does.
    static let elsewhere: [String: Set<Int>] = [
        "account.password": [432],  // SuspensionTests: a login that is over
        "auth": [460],  // LoginTests: eight that wait
        "certificate.bind": [441],  // SecureTests: a certificate of the client
        "clock.advance": [442], "clock.set": [442],  // LiveClockTests: no rehearsal
        "webhook.make": [433, 460],  // AddressTests; StormTests: sixteen a day
    ]

    static func findings(verbs: [String], document: String, transcripts: [String], elsewhere: [String: Set<Int>] = [:]) -> [Finding] {
        let promised = promised(by: document)
        let refused = refused(in: transcripts)
        return verbs.flatMap { verb -> [Finding] in
            let seen = refused[verb] ?? []
            guard !seen.isEmpty else {
                return [Finding(path: "Tests/TranscriptTests/Transcripts", line: 0, sentence: "no transcript refuses \(verb).")]
            }
            return (promised[verb] ?? []).subtracting(seen).subtracting(elsewhere[verb] ?? []).sorted().map {
                Finding(path: "Tests/TranscriptTests/Transcripts", line: 0, sentence: "no transcript refuses \(verb) with \($0).")
            }
        }
    }

    /// Codes that a transcript shows and the verb's section does not name, but for those that any verb may answer.
    static func unpromised(verbs: [String], document: String, transcripts: [String]) -> [Finding] {
        let promised = promised(by: document)
        return verbs.flatMap { verb in
            (refused(in: transcripts)[verb] ?? []).intersection([433, 440, 441, 442]).subtracting(promised[verb] ?? []).sorted().map {
                Finding(
                    path: "docs/PROTOCOL.md", line: 0, sentence: "the section of \(verb) does not name \($0), which a transcript shows.")
            }
        }
    }

    /// By verb, the codes of refusals that stand in its section.
    private static func promised(by document: String) -> [String: Set<Int>] {
        var found: [String: Set<Int>] = [:]
        var verb: String?
        for line in document.split(separator: "\n") {
            if line.hasPrefix("### ") {
                verb = line.dropFirst(4).trimmingPrefix("`").prefix { $0 != "`" && $0 != " " }.lowercased()
            } else if line.hasPrefix("## ") {
                verb = nil
            } else if let verb {
                let codes = line.split { !$0.isNumber }.filter { $0.count == 3 }.compactMap { Int($0) }
                found[verb, default: []].formUnion(codes.filter(known.contains))
            }
        }
        return found
    }

    /// Codes of refusals; other numbers of three digits are sizes and dates.
    private static let known: Set<Int> = [410, 420, 421, 430, 431, 432, 433, 440, 441, 442, 443, 450, 451, 459, 460, 461, 500, 501, 503]

    /// By verb, the codes with which it is refused.
    private static func refused(in transcripts: [String]) -> [String: Set<Int>] {
        var found: [String: Set<Int>] = [:]
        for transcript in transcripts {
            var verb = ""
            for line in transcript.split(separator: "\n") {
                if line.hasPrefix("C "), let request = line.split(separator: ":", maxSplits: 1).last {
                    verb = request.split(separator: " ").first.map { $0.lowercased() } ?? ""
                } else if line.hasPrefix("S: 4") || line.hasPrefix("S: 5"), let code = Int(line.dropFirst(3).prefix(3)) {
                    found[verb, default: []].insert(code)
                }
            }
        }
        return found
    }
}

@Suite struct RefusedVerbsTests {
    @Test func `a verb that is only granted, and a promised refusal that is never given, are found`() {
        let transcript = "C focal: visit.close visit=V-1\nS: 431 {}\nC officer: visit visit=V-1\nS: 200 {}\n"
        let document = "### visit\n`410`.\n### visit.close\n`431` for others, `442` when it is closed.\n## 9. 441\n"
        func found(_ elsewhere: [String: Set<Int>]) -> [String] {
            RefusedVerbs.findings(verbs: ["visit", "visit.close"], document: document, transcripts: [transcript], elsewhere: elsewhere)
                .map(\.sentence)
        }
        #expect(found([:]) == ["no transcript refuses visit.", "no transcript refuses visit.close with 442."])
        #expect(found(["visit.close": [442]]) == ["no transcript refuses visit."])
        let shown = "C focal: visit.close visit=V-1\nS: 441 {}\n"
        let unpromised = RefusedVerbs.unpromised(verbs: ["visit.close"], document: document, transcripts: [shown])
        #expect(unpromised.map(\.sentence) == ["the section of visit.close does not name 441, which a transcript shows."])
    }

    @Test func `every verb is refused in a transcript with every code that it promises`() {
        let transcripts = Repository.files.filter { $0.path.hasSuffix(".session") }.map(\.text)
        let found = RefusedVerbs.findings(
            verbs: Registry.verbs, document: Repository.file("docs/PROTOCOL.md")?.text ?? "", transcripts: transcripts,
            elsewhere: RefusedVerbs.elsewhere)
        let document = Repository.file("docs/PROTOCOL.md")?.text ?? ""
        expectNone(found + RefusedVerbs.unpromised(verbs: Registry.verbs, document: document, transcripts: transcripts))
    }
}
