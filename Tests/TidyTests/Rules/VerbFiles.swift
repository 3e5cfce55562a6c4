import Testing

/// A verb is one file named after it: `document.withdraw` stands in `Commands/Document/DocumentWithdraw.swift`.
///
/// The noun stands in the file's name too, since a module may hold each file name once.
enum VerbFiles {
    static let folder = "Sources/ReviewService/Commands"

    /// The file of a verb, e.g. `DocumentWithdraw.swift`.
    static func name(for verb: String) -> String {
        verb.split { ".-_".contains($0) }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + ".swift"
    }

    static func findings(verbs: [String], paths: [String]) -> [Finding] {
        let wanted = verbs.map { "/" + name(for: $0) }
        let missing = zip(verbs, wanted).filter { _, name in !paths.contains { $0.hasSuffix(name) } }.map { verb, name in
            Finding(path: folder, line: 0, sentence: "\(verb) has no file \(name.dropFirst()) of its own.")
        }
        let strangers = paths.filter { path in !wanted.contains { path.hasSuffix($0) } }.map { path in
            Finding(path: path, line: 1, sentence: "not named after a verb of CommandTable; what verbs share belongs to Queries/.")
        }
        return missing + strangers
    }
}

@Suite struct VerbFilesTests {
    @Test func `a verb without a file of its name, and a file without a verb, are found`() {
        let paths = ["Sources/ReviewService/Commands/Document/DocumentWithdraw.swift", "Sources/ReviewService/Commands/Session/Ping.swift"]
        #expect(VerbFiles.findings(verbs: ["document.withdraw", "ping"], paths: paths).isEmpty)
        let found = VerbFiles.findings(verbs: ["document.withdraw", "document.list"], paths: paths)
        #expect(found.map(\.path) == [VerbFiles.folder, paths[1]])
    }

    @Test func `every verb has its file`() {
        let paths = Repository.swift.map(\.path).filter { $0.hasPrefix(VerbFiles.folder + "/") }
        let found = VerbFiles.findings(verbs: Registry.verbs, paths: paths)
        expectNone(found)
    }
}
