import Testing

/// What a target may import is what the table in docs/ARCHITECTURE.md says, so that the map cannot drift from the house.
enum Imports {
    private static let toolchain: Set<String> = [
        "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "RegexBuilder", "Synchronization",
    ]

    /// The rows `| target | module, module |` of the table under the heading `## Layers`.
    static func allowed(in document: String) -> [String: Set<String>] {
        var table: [String: Set<String>] = [:]
        var inLayers = false
        for line in document.split(separator: "\n") {
            if line.hasPrefix("## ") { inLayers = line == "## Layers" }
            let cells = line.split(separator: "|").map { $0.split { " ,`".contains($0) }.map(String.init) }
            guard inLayers, line.hasPrefix("| `"), cells.count >= 2, let target = cells[0].first else { continue }
            table[target] = Set(cells[1])
        }
        return table
    }

    static func findings(in source: SwiftSource, allowed: [String: Set<String>]) -> [Finding] {
        guard let target = source.target else { return [] }
        let isTest = source.isUnder("Tests")
        return source.code.enumerated().compactMap { index, line in
            guard let module = module(importedBy: line) else { return nil }
            if toolchain.contains(module) || isTest && module == "Testing" || allowed[target]?.contains(module) == true { return nil }
            return Finding(
                path: source.path, line: index + 1, sentence: "\(target) may not import \(module): see \"Layers\" in docs/ARCHITECTURE.md.")
        }
    }

    private static let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]

    static func module(importedBy line: String) -> String? {
        let words = line.split(separator: " ")
        guard let at = words.firstIndex(of: "import"), words[..<at].allSatisfy({ $0.hasPrefix("@") || $0.hasSuffix("package") }) else {
            return nil
        }
        return words[(at + 1)...].first { !kinds.contains($0) }.flatMap { $0.split(separator: ".").first.map(String.init) }
    }
}

@Suite struct ImportsTests {
    private let table = Imports.allowed(
        in: "## Layers\n| target | may import |\n|---|---|\n| `ReviewModel` | `Yams` |\n## Next\n| `B` | `C` |")

    @Test func `an import outside the table is found`() {
        #expect(table == ["ReviewModel": ["Yams"]])
        let source = SwiftSource(
            path: "Sources/ReviewModel/A.swift", text: "import Foundation\nimport Yams\n@testable import struct NIOCore.ByteBuffer\n")
        #expect(Imports.findings(in: source, allowed: table).map(\.line) == [3])
    }

    @Test func `every file keeps to its layer`() {
        let allowed = Imports.allowed(in: Repository.file("docs/ARCHITECTURE.md")?.text ?? "")
        let found = Repository.swift.flatMap { Imports.findings(in: $0, allowed: allowed) }
        expectNone(found)
    }
}
