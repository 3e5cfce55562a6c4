import Testing

/// Nothing committed names the machine or the account it was written on.
enum MachinePaths {
    private static let folders = ["home", "root", "work", "workspace", "Users", "opt/swift", "opt/swift-packages"]

    static func findings(path: String, lines: [Substring]) -> [Finding] {
        lines.enumerated().compactMap { index, line in
            guard let folder = folders.first(where: { names($0, in: line) }) else { return nil }
            return Finding(path: path, line: index + 1, sentence: "a path of one machine: /\(folder)/…")
        }
    }

    /// At the start of a path, not within one.
    private static func names(_ folder: String, in line: Substring) -> Bool {
        line.ranges(of: "/\(folder)/").contains { range in
            guard range.lowerBound > line.startIndex else { return true }
            let before = line[line.index(before: range.lowerBound)]
            return !before.isLetter && !before.isNumber && !"._-/)}".contains(before)
        }
    }
}

@Suite struct MachinePathsTests {
    @Test func `a path of one machine is found, and a path within the project is not`() {
        #expect(MachinePaths.findings(path: "a", lines: ["see \("/home")/nobody/notes"]).count == 1)
        #expect(MachinePaths.findings(path: "a", lines: ["cd $DIR/home/x", "https://example.org/work/x", "/etc/reviewd"]).isEmpty)
    }

    @Test func `no file names a machine`() {
        let found = Repository.files.flatMap { MachinePaths.findings(path: $0.path, lines: $0.lines) }
        expectNone(found)
    }
}
