import Foundation

/// Where a word is both a command of ours and a noun of the server's, decides which is meant before the line is parsed.
enum CommandWords {
    /// `upload FILE`, `calendar` and `watch` stay what they are for people; `upload.append`, `help review open` go to the server.
    static func rewritten(_ words: [String], fileExists: (String) -> Bool = FileManager.default.fileExists) -> [String] {
        let words = leading(words)
        guard let first = words.first else { return ["--help"] }
        let second = words.dropFirst().first
        switch (first, second) {
        case ("help", let second?) where second.hasPrefix("verb="):
            return ["forward"] + words
        case ("help", let second?) where !second.hasPrefix("-") && (!Completion.commands.contains(second) || isVerb(words.dropFirst())):
            let verb = words.dropFirst().prefix { !$0.hasPrefix("-") }
            return ["forward", "help", "verb=" + verb.joined(separator: ".")] + words.dropFirst(1 + verb.count)
        case ("upload", let second?) where isName(second) && !fileExists(second):
            return ["forward", "upload." + second] + words.dropFirst(2)
        case ("calendar", let second?) where isName(second):
            return ["forward", "calendar." + second] + words.dropFirst(2)
        default:
            return words
        }
    }

    /// `calendar list`: a noun of the server's that is a command of ours, with a verb.
    private static func isVerb(_ words: ArraySlice<String>) -> Bool {
        ["upload", "calendar"].contains(words.first) && words.dropFirst().first.map(isName) == true
    }

    /// Options that are followed by a value.
    private static let valued = Set(CommandOption.all(of: Reviewctl.self).filter(\.takesValue).map(\.name))

    /// `-p officer home` as `home -p officer`: options may stand before the command.
    private static func leading(_ words: [String]) -> [String] {
        var index = 0
        while index < words.count, words[index].hasPrefix("-"), words[index] != "--", words[index] != "-" {
            index += valued.contains(words[index]) ? 2 : 1
        }
        guard index > 0, index < words.count else { return words }
        let rest = words[index...]
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return Array(rest[..<end] + words[..<index] + rest[end...])
    }

    private static func isName(_ word: String) -> Bool { !word.isEmpty && word.allSatisfy { $0.isASCII && $0.isLetter } }
}
