import Testing

/// A verb is one file named after it: `document.withdraw` stands in `Commands/Document/Withdraw.swift`, `search` in `…/Search.swift`.
enum VerbFiles {
    /// What the file of a verb ends in, e.g. `Document/Withdraw.swift`.
    static func ending(for verb: String) -> String {
        verb.split(separator: ".").map { word in
            word.split { "-_".contains($0) }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        }.joined(separator: "/") + ".swift"
    }

    static func findings(verbs: [String], paths: [String]) -> [Finding] {
        verbs.compactMap { verb in
            let wanted = ending(for: verb)
            if paths.contains(where: { $0.hasSuffix("/" + wanted) }) { return nil }
            return Finding(path: "Sources/ReviewService/Commands", line: 0, sentence: "\(verb) has no file \(wanted) of its own.")
        }
    }
}

@Suite struct VerbFilesTests {
    @Test func `a verb without a file of its name is found`() {
        let paths = ["Sources/ReviewService/Commands/Document/Withdraw.swift", "Sources/ReviewService/Commands/Session/Ping.swift"]
        #expect(VerbFiles.findings(verbs: ["document.withdraw", "ping"], paths: paths).isEmpty)
        #expect(VerbFiles.findings(verbs: ["document.list"], paths: paths).count == 1)
    }

    @Test func `every verb has its file`() {
        let paths = Repository.swift.map(\.path).filter { $0.hasPrefix("Sources/ReviewService/Commands/") }
        let found = VerbFiles.findings(verbs: Registry.verbs, paths: paths)
        #expect(found.isEmpty, "\(found.report)")
    }
}
