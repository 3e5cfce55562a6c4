import ArgumentParser
import ReviewClient

/// Completes command lines from what the server said of its verbs last; never asks it, and stays silent whatever is wrong.
enum Completion {
    static let commands = Reviewctl.configuration.subcommands.filter { $0.configuration.shouldDisplay }.map { $0._commandName }.sorted()

    /// The long options of the command that a line begins with, by default those of the server's verbs.
    private static func options(of command: String?) -> [String] {
        let type = Reviewctl.configuration.subcommands.first { $0._commandName == command } ?? Forward.self
        return Set(CommandOption.all(of: type).map(\.name).filter { $0.hasPrefix("--") }).sorted()
    }

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
        guard let profile = try? Profile.load(Environment["REVIEWCTL_PROFILE"] ?? "default"),
            let address = ServerAddress(profile.server)
        else { return nil }
        return VerbBook.kept(server: address.description, login: profile.login)
    }

    /// What may stand in place of the last of the words.
    static func candidates(_ words: [String], _ book: VerbBook?) -> [String] {
        let last = words.last ?? ""
        let before = words.dropLast().filter { !$0.hasPrefix("-") }
        if last.hasPrefix("-") { return options(of: before.first).filter { $0.hasPrefix(last) } }
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

    private static var fish: String {
        let files = Set(CommandOption.all(of: Reviewctl.self).filter(\.takesFile).map(\.name)).filter { $0.hasPrefix("--") }.sorted()
        return """
            complete -c reviewctl -f -a '(reviewctl ---words (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
            complete -c reviewctl -r -F \(files.map { "-l \($0.dropFirst(2))" }.joined(separator: " "))
            complete -c reviewctl -F -n '__fish_seen_subcommand_from submit upload'
            """
    }
}
