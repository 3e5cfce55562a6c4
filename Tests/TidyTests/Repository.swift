import Foundation

/// The files of this repository as the tidy rules read them; what is built or private (`.build`, `.git`, `.local`) is left out.
enum Repository {
    /// A text file: its path below the root, with `/`, and its lines.
    struct File: Sendable {
        let path: String
        let text: String

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        var name: String { path.split(separator: "/").last.map(String.init) ?? path }
        func isUnder(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let files: [File] = collect().sorted { $0.path < $1.path }

    /// Everything written in Swift, taken apart once for all rules.
    static let swift: [SwiftSource] = files.filter { $0.path.hasSuffix(".swift") }.map { SwiftSource(path: $0.path, text: $0.text) }

    static func file(_ path: String) -> File? { files.first { $0.path == path } }

    private static let hiddenButOurs: Set<String> = [".ci", ".swift-format", ".editorconfig", ".gitignore"]
    private static let generated: Set<String> = ["Package.resolved", "LICENSE", "credentials.json"]

    private static func collect() -> [File] {
        let manager = FileManager.default
        var found: [File] = []
        var folders = [""]
        while let folder = folders.popLast() {
            let here = folder.isEmpty ? root : root.appending(path: folder)
            for name in (try? manager.contentsOfDirectory(atPath: here.path)) ?? [] {  // try?: a folder that vanished holds nothing
                if generated.contains(name) || (name.hasPrefix(".") && !hiddenButOurs.contains(name)) { continue }
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                var isFolder: ObjCBool = false
                guard manager.fileExists(atPath: root.appending(path: path).path, isDirectory: &isFolder) else { continue }
                if isFolder.boolValue {
                    folders.append(path)
                } else if let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) {  // try?: not text, not read
                    found.append(File(path: path, text: text))
                }
            }
        }
        return found
    }
}
