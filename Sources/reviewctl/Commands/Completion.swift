import ReviewClient

/// Words for the shell's completion, from what the server said of its verbs last; never asks it.
enum Completion {
    static let commands = ["home", "join", "login", "logout", "password", "retry", "spool", "submit", "upload", "verbs", "watch"]

    @Sendable static func words(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        // try?: completion stays silent whatever is wrong.
        guard let profile = try? Profile.load(Options.environment("REVIEWCTL_PROFILE") ?? "default"),
            let address = ServerAddress(profile.server),
            let book = VerbBook.kept(server: address.description, login: profile.login)
        else { return commands }
        let before = words.dropFirst().prefix { !$0.contains("=") && $0 != prefix }.filter { !$0.hasPrefix("-") }
        guard let noun = before.first else { return nouns(book) + commands }
        if let verb = book[before.prefix(2).joined(separator: ".")] ?? book[noun] {
            return verb.arguments.map { $0 + "=" }
        }
        return book.verbs.map(\.verb).filter { $0.hasPrefix(noun + ".") }.map { String($0.dropFirst(noun.count + 1)) }
    }

    private static func nouns(_ book: VerbBook) -> [String] {
        Array(Set(book.verbs.map { String($0.verb.prefix { $0 != "." }) })).sorted()
    }
}
