import ReviewClient

/// Completes command lines from what the server said of its verbs last; never asks it, and stays silent whatever is wrong.
enum Completion {
    static let commands = ["home", "join", "login", "logout", "password", "retry", "spool", "submit", "upload", "verbs", "watch"]

    private static let options = [
        "--all", "--attempts", "--body", "--ca-file", "--certificate", "--certificate-key", "--help", "--json", "--no-tls", "--output",
        "--profile", "--server", "--timeout", "--tls",
    ]

    /// The script for a shell, or the candidates that such a script asks for; nil when the words are something else.
    static func answer(_ words: [String]) -> String? {
        switch (words.first, words.dropFirst().first) {
        case ("--generate-completion-script", "zsh"): zsh
        case ("--generate-completion-script", "fish"): fish
        case ("--generate-completion-script", "bash"), ("--generate-completion-script", nil): bash
        case ("---words", _): candidates(Array(words.dropFirst()), book).joined(separator: "\n")
        default: nil
        }
    }

    private static var book: VerbBook? {
        // try?: a damaged login completes nothing.
        guard let profile = try? Profile.load(Options.environment("REVIEWCTL_PROFILE") ?? "default"),
            let address = ServerAddress(profile.server)
        else { return nil }
        return VerbBook.kept(server: address.description, login: profile.login)
    }

    /// What may stand in place of the last of the words.
    static func candidates(_ words: [String], _ book: VerbBook?) -> [String] {
        let last = words.last ?? ""
        if last.hasPrefix("-") { return options.filter { $0.hasPrefix(last) } }
        let before = words.dropLast().filter { !$0.hasPrefix("-") }
        let verbs = book?.verbs ?? []
        let found: [String]
        switch before.first {
        case nil: found = commands + ["help"] + Set(verbs.map { String($0.verb.prefix { $0 != "." }) }).sorted()
        case "help"? where before.count == 1: found = Set(verbs.map { String($0.verb.prefix { $0 != "." }) }).sorted()
        case "help"?: found = Self.verbs(of: before[1], verbs)
        case "submit"? where before.count > 1: found = arguments(book?["document.submit"], besides: before)
        case let noun?:
            if let verb = book?[before.prefix(2).joined(separator: ".")] ?? book?[noun] {
                found = arguments(verb, besides: before)
            } else {
                found = Self.verbs(of: noun, verbs)
            }
        }
        return found.filter { $0.hasPrefix(last) }
    }

    private static func verbs(of noun: String, _ verbs: [VerbBook.Verb]) -> [String] {
        verbs.map(\.verb).filter { $0.hasPrefix(noun + ".") }.map { String($0.dropFirst(noun.count + 1)) }
    }

    private static func arguments(_ verb: VerbBook.Verb?, besides words: [String]) -> [String] {
        (verb?.arguments ?? []).map { $0 + "=" }.filter { name in !words.contains { $0.hasPrefix(name) } }
    }

    private static let bash = #"""
        _reviewctl() {
            local IFS=$'\n'
            COMPREPLY=($(reviewctl ---words "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
            if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]]; then compopt -o nospace; fi
        }
        complete -o default -F _reviewctl reviewctl
        """#

    private static let zsh = #"""
        #compdef reviewctl
        _reviewctl() {
            local -a found
            found=(${(f)"$(reviewctl ---words "${(@)words[2,CURRENT]}" 2>/dev/null)"})
            if (( ! ${#found} )); then _files; return; fi
            compadd -S '' -- ${(M)found:#*=}
            compadd -- ${found:#*=}
        }
        compdef _reviewctl reviewctl
        """#

    private static let fish = #"""
        complete -c reviewctl -f -a '(reviewctl ---words (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
        complete -c reviewctl -r -F -l body -l output -l ca-file -l certificate -l certificate-key
        complete -c reviewctl -F -n '__fish_seen_subcommand_from submit upload'
        """#
}
