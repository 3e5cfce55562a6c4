import ReviewWire
import Testing

@testable import reviewctl

@Suite struct InvocationTests {
    @Test(arguments: [["review", "open", "party=KEN"], ["review.open", "party=KEN"], ["Review", "OPEN", "party=KEN"]])
    func `a verb is one dotted word or two`(words: [String]) throws {
        let invocation = try Invocation(words)
        #expect(invocation.verb == "review.open")
        #expect(invocation.arguments == [RequestField("party", "KEN")])
    }

    @Test func `values keep everything behind the first equals sign`() throws {
        let invocation = try Invocation(["document", "submit", "title=a = b", "note=", "-"])
        #expect(invocation["title"] == "a = b" && invocation["note"]?.isEmpty == true)
        #expect(invocation.takesStandardInput)
    }

    @Test(arguments: [
        [], ["party=KEN"], ["review", "open", "now"], ["review.open", "now"], ["review", "open", "Party=KEN"], ["review", "open", "=KEN"],
        ["rev1ew"], ["review..open"], ["auth"], ["auth", "step"], ["quit"], ["hello"], ["review", "party=KEN", "open"],
    ])
    func `what is no request is refused as wrong usage`(words: [String]) {
        #expect { try Invocation(words) } throws: { ($0 as? Failure)?.status == .usage }
    }

    @Test func `words of ours and of the server's are told apart`() {
        func rewritten(_ words: String...) -> [String] { CommandWords.rewritten(words) { $0 == "show" || $0 == "report.pdf" } }
        #expect(rewritten("help", "review", "open", "--json") == ["forward", "help", "verb=review.open", "--json"])
        #expect(rewritten("help", "verb=ping") == ["forward", "help", "verb=ping"])
        #expect(rewritten("help", "login") == ["help", "login"])
        #expect(rewritten("upload", "append", "at=0") == ["forward", "upload.append", "at=0"])
        #expect(rewritten("upload", "show") == ["upload", "show"])
        #expect(rewritten("upload", "report.pdf") == ["upload", "report.pdf"])
        #expect(rewritten("calendar", "list", "--all") == ["forward", "calendar.list", "--all"])
        #expect(rewritten("calendar", "R-4KT9M2Q7XC") == ["calendar", "R-4KT9M2Q7XC"])
        #expect(rewritten("calendar", "--output", "mine.ics") == ["calendar", "--output", "mine.ics"])
        #expect(rewritten("calendar") == ["calendar"] && rewritten("help", "calendar") == ["help", "calendar"])
        #expect(rewritten("help", "calendar", "show") == ["forward", "help", "verb=calendar.show"])
        #expect(rewritten("review", "list") == ["review", "list"])
        #expect(rewritten("-p", "officer", "--json", "upload", "append") == ["forward", "upload.append", "-p", "officer", "--json"])
        #expect(rewritten("--json", "home", "--", "x") == ["home", "--json", "--", "x"])
        #expect(rewritten("--version") == ["--version"])
        #expect(rewritten() == ["--help"])
    }

    @Test func `each code ends in the status that is documented`() {
        let expected: [(reviewctl.ExitStatus, [Int])] = [
            (.done, [200, 201, 210, 221, 235]), (.usage, [500, 501, 503, 520]), (.loginNeeded, [430, 432, 433]),
            (.refused, [431, 440, 441, 443, 461]), (.notVisible, [410]), (.conflict, [420, 421, 442]), (.temporary, [450, 451, 460]),
            (.serverFault, [459]),
        ]
        for (status, codes) in expected {
            for code in codes { #expect(reviewctl.ExitStatus(code: code) == status, "\(code)") }
        }
    }

    @Test func `keys are as long as the protocol asks and never the same`() {
        let keys = Set((0..<1000).map { _ in IdempotencyKey.make() })
        #expect(keys.count == 1000 && keys.allSatisfy { (16...64).contains($0.count) })
    }
}
