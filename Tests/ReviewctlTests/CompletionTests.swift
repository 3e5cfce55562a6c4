import Testing

@testable import reviewctl

@Suite struct CompletionTests {
    private let book = VerbBook(
        day: "2026-11-23",
        verbs: [
            .init(verb: "review.list", summary: "", mutates: false, isSecret: false, arguments: ["state", "limit", "after"]),
            .init(verb: "review.open", summary: "", mutates: true, isSecret: false, arguments: ["party", "cycle"]),
            .init(verb: "calendar.export", summary: "", mutates: false, isSecret: false, arguments: ["review"]),
            .init(verb: "ping", summary: "", mutates: false, isSecret: false, arguments: []),
        ])

    @Test func `nouns, then verbs, then the names that are not given yet`() {
        #expect(Completion.candidates(["re"], book) == ["retry", "review"])
        #expect(Completion.candidates(["review", ""], book) == ["list", "open"])
        #expect(Completion.candidates(["review", "open", ""], book) == ["party=", "cycle="])
        #expect(Completion.candidates(["review.list", "--json", "state=open", ""], book) == ["limit=", "after="])
        #expect(Completion.candidates(["help", "review", "o"], book) == ["open"])
        #expect(Completion.candidates(["review", "list", "--j"], book) == ["--json"])
        #expect(Completion.candidates(["cal"], nil) == ["calendar"])
        #expect(Completion.candidates(["calendar", "--o"], nil) == ["--output"])
        #expect(Completion.candidates(["calendar", ""], book) == ["export"])
        #expect(Completion.candidates(["pi"], nil).isEmpty)
    }

    @Test func `commands and their options are those of the argument parser`() {
        #expect(Completion.candidates(["log"], nil) == ["login", "logout"])
        #expect(Completion.candidates(["forw"], nil).isEmpty)
        #expect(Completion.candidates(["login", "ada", "--pa"], nil) == ["--password-file"])
        #expect(Completion.candidates(["review", "list", "--pa"], nil).isEmpty)
        #expect(Completion.candidates(["spool", "drop", "--a"], nil) == ["--all"])
        let valued = CommandOption.all(of: Reviewctl.self).filter(\.takesValue).map(\.name)
        #expect(Set(valued).isSuperset(of: ["--server", "-p", "--output", "-o", "--label"]) && !valued.contains("--json"))
        #expect(
            Completion.answer(["--generate-completion-script", "fish"])?.contains(" -l code-file -l output -l password-file\n") == true)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `there is a script for each shell`(shell: String) {
        #expect(Completion.answer(["--generate-completion-script", shell])?.contains("---words") == true)
    }
}
