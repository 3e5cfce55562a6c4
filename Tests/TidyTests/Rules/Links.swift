import Foundation
import Testing

/// A link from one document to another leads somewhere.
enum Links {
    /// The targets of `](target)` that are paths, without their fragments.
    static func targets(in line: Substring) -> [String] {
        line.split(separator: "](").dropFirst().compactMap { rest in
            guard let target = rest.split(separator: ")", omittingEmptySubsequences: false).first else { return nil }
            let path = target.split(separator: "#", omittingEmptySubsequences: false).first ?? ""
            return path.isEmpty || path.contains(":") ? nil : String(path)
        }
    }

    static func findings(path: String, lines: [Substring], exists: (String) -> Bool) -> [Finding] {
        let folder = path.split(separator: "/").dropLast().map { $0 + "/" }.joined()
        return lines.enumerated().flatMap { index, line in
            targets(in: line).filter { !exists(folder + $0) }
                .map { Finding(path: path, line: index + 1, sentence: "the link to \($0) leads nowhere.") }
        }
    }
}

@Suite struct LinksTests {
    @Test func `a link to a file that is not there is found`() {
        let lines: [Substring] = ["[a](a.md), [b](b.md#there), [c](https://example.org), [d](#here)"]
        let found = Links.findings(path: "docs/x.md", lines: lines) { $0 == "docs/a.md" }
        #expect(found.map(\.sentence) == ["the link to b.md leads nowhere."])
    }

    @Test func `every link leads somewhere`() {
        let documents = Repository.files.filter { $0.path.hasSuffix(".md") }
        expectNone(
            documents.flatMap { document in
                Links.findings(path: document.path, lines: document.lines) { path in
                    FileManager.default.fileExists(atPath: Repository.root.appending(path: path).standardizedFileURL.path)
                }
            })
    }
}
