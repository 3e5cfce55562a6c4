import Testing

@testable import reviewctl

@Suite struct CompletionTests {
    private let book = VerbBook(
        day: "2026-11-23",
        verbs: [
            .init(verb: "review.list", summary: "", mutates: false, isSecret: false, arguments: ["state", "limit", "after"]),
            .init(verb: "review.open", summary: "", mutates: true, isSecret: false, arguments: ["party", "cycle"]),
            .init(verb: "ping", summary: "", mutates: false, isSecret: false, arguments: []),
        ])

    @Test func `nouns, then verbs, then the names that are not given yet`() {
        #expect(Completion.candidates(["re"], book) == ["retry", "review"])
        #expect(Completion.candidates(["review", ""], book) == ["list", "open"])
        #expect(Completion.candidates(["review", "open", ""], book) == ["party=", "cycle="])
        #expect(Completion.candidates(["review.list", "--json", "state=open", ""], book) == ["limit=", "after="])
        #expect(Completion.candidates(["help", "review", "o"], book) == ["open"])
        #expect(Completion.candidates(["review", "list", "--j"], book) == ["--json"])
        #expect(Completion.candidates(["pi"], nil).isEmpty)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `there is a script for each shell`(shell: String) {
        #expect(Completion.answer(["--generate-completion-script", shell])?.contains("---words") == true)
    }
}
