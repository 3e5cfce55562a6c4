import Testing

/// The keys that the daemon reads are those of config/reviewd.yaml, and docs/OPERATIONS.md names each.
enum ConfigurationKeys {
    /// The dotted paths of the leaves of a YAML file of nested maps; a commented-out key `# a.b:` does not count.
    static func keys(yaml: String) -> [String] {
        var path: [(indent: Int, name: String)] = []
        var keys: [String] = []
        for line in yaml.split(separator: "\n") {
            let indent = line.prefix { $0 == " " }.count
            let text = line.dropFirst(indent)
            guard !text.hasPrefix("#"), !text.hasPrefix("-"), let colon = text.firstIndex(of: ":") else { continue }
            path.removeAll { $0.indent >= indent }
            path.append((indent, String(text[..<colon])))
            let value = text[text.index(after: colon)...].drop { $0 == " " }
            if !value.isEmpty, !value.hasPrefix("#") { keys.append(path.map(\.name).joined(separator: ".")) }
        }
        return keys
    }

    /// The keys asked for in Swift: literals after `forKey:`, joined with the prefix of `scoped(to:)` in the same file's section.
    static func keysRead(in source: SwiftSource) -> [String] {
        source.literals.filter { literal in
            let before = source.lines[literal.line - 1].components(before: "\"\(literal.text)\"")
            return before.hasSuffix("forKey: ") || before.hasSuffix("key: ")
        }.map(\.text)
    }

    static func findings(read: [String], written: [String], document: String) -> [Finding] {
        let path = "config/reviewd.yaml"
        return read.filter { !written.contains($0) }.map {
            Finding(path: path, line: 0, sentence: "the daemon reads \($0), which is not here.")
        }
            + written.filter { !read.contains($0) }.map { Finding(path: path, line: 0, sentence: "nobody reads \($0).") }
            + written.filter { !document.contains("`\($0)`") }
            .map { Finding(path: "docs/OPERATIONS.md", line: 0, sentence: "the key `\($0)` is not described.") }
    }
}

extension String {
    /// What stands before the first occurrence of `part`, or nothing.
    fileprivate func components(before part: String) -> Substring {
        ranges(of: part).first.map { self[..<$0.lowerBound] } ?? ""
    }
}

@Suite struct ConfigurationKeysTests {
    @Test func `the leaves of a map are its keys`() {
        #expect(
            ConfigurationKeys.keys(yaml: "# a: 1\nserver:\n  port: 1  # of\n  tls:\n    key: \"\"\nlog: info\n") == [
                "server.port", "server.tls.key", "log",
            ])
    }

    @Test func `the keys that a file asks for are seen`() {
        let source = SwiftSource(path: "A.swift", text: #"let a = reader.int(forKey: "server.port", default: 1)"#)
        #expect(ConfigurationKeys.keysRead(in: source) == ["server.port"])
    }

    @Test func `a key that nobody reads, one that is not written and one not described are found`() {
        let found = ConfigurationKeys.findings(read: ["a", "b"], written: ["b", "c"], document: "`b`")
        #expect(found.map(\.sentence) == ["the daemon reads a, which is not here.", "nobody reads c.", "the key `c` is not described."])
    }

    @Test func `keys read, keys written and keys described are the same`() {
        let read = Repository.swift.filter { $0.isUnder("Sources/reviewd") }.flatMap(ConfigurationKeys.keysRead)
        let written = ConfigurationKeys.keys(yaml: Repository.file("config/reviewd.yaml")?.text ?? "")
        let found = ConfigurationKeys.findings(
            read: read, written: written, document: Repository.file("docs/OPERATIONS.md")?.text ?? "")
        expectNone(found)
    }
}
