import ReviewWire
import Testing

struct GrammarTests {
    static let good: [(line: String, request: Request)] = [
        ("ping", Request(verb: "ping")),
        ("@1 ping", Request(tag: "1", verb: "ping")),
        ("@a-B_9 Review.OPEN", Request(tag: "a-B_9", verb: "review.open")),
        ("@\(String(repeating: "t", count: 32)) ping", Request(tag: String(repeating: "t", count: 32), verb: "ping")),
        ("review.list state=open limit=2", Request(verb: "review.list", arguments: [.init("state", "open"), .init("limit", "2")])),
        ("a.b \(String(repeating: "n", count: 32))=1", Request(verb: "a.b", arguments: [.init(String(repeating: "n", count: 32), "1")])),
        ("auth data=biws==", Request(verb: "auth", arguments: [.init("data", "biws==")])),
        ("a x_1=a{b}c", Request(verb: "a", arguments: [.init("x_1", "a{b}c")])),
        ("a x=héh日本😀", Request(verb: "a", arguments: [.init("x", "héh日本😀")])),
        ("a x=\u{FEFF}", Request(verb: "a", arguments: [.init("x", "\u{FEFF}")])),
        (#"a x="""#, Request(verb: "a", arguments: [.init("x", "")])),
        (#"a x="{5+}""#, Request(verb: "a", arguments: [.init("x", "{5+}")])),
        (
            #"a x="Line one\nline two \"q\" \\ \/ \b\f\r\t""#,
            Request(verb: "a", arguments: [.init("x", "Line one\nline two \"q\" \\ / \u{8}\u{C}\r\t")])
        ),
        (#"a x="\u00e9\uD83D\uDE00é""#, Request(verb: "a", arguments: [.init("x", "é😀é")])),
        (#"a x="a b" y=c"#, Request(verb: "a", arguments: [.init("x", "a b"), .init("y", "c")])),
        ("a x=\"\u{7F}\u{85}\"", Request(verb: "a", arguments: [.init("x", "\u{7F}\u{85}")])),
    ]

    @Test(arguments: good)
    func `a line of the grammar is read as the request it says`(_ line: String, _ request: Request) {
        #expect(frames(line + "\n") == [.request(request)])
        #expect(frames(line + "\r\n") == [.request(request)])
        #expect(frames(request.encoded()) == [.request(request)])
    }

    static let bad: [(line: String, summary: String)] = [
        ("", "wire/no-such-command"),
        (" ping", "wire/no-such-command"),
        ("review.", "wire/no-such-command"),
        (".open", "wire/no-such-command"),
        ("review..open", "wire/no-such-command"),
        ("a.b.c", "wire/no-such-command"),
        ("review-open", "wire/no-such-command"),
        ("ping2", "wire/no-such-command"),
        ("ping\tx=1", "wire/no-such-command"),
        ("\u{130}.a", "wire/no-such-command"),
        ("@1", "wire/no-such-command @1"),
        ("@1 ", "wire/no-such-command @1"),
        ("@1 p!ng", "wire/no-such-command @1"),
        ("@1  ping", "wire/no-such-command @1"),
        ("@ ping", "argument/malformed tag"),
        ("@a!b ping", "argument/malformed tag"),
        ("@\(String(repeating: "t", count: 33)) ping", "argument/malformed tag"),
        ("@1 ping ", "argument/malformed @1 "),
        ("@1 ping  x=1", "argument/malformed @1 "),
        ("@1 ping x", "argument/malformed @1 x"),
        ("@1 ping X=1", "argument/malformed @1 X"),
        ("@1 ping =1", "argument/malformed @1 "),
        ("@1 ping x-y=1", "argument/malformed @1 x-y"),
        ("@1 ping \(String(repeating: "n", count: 33))=1", "argument/malformed @1 \(String(repeating: "n", count: 32))"),
        ("@1 ping x=", "argument/malformed @1 x"),
        ("@1 ping x= y=1", "argument/malformed @1 x"),
        ("@1 ping x={a", "argument/malformed @1 x"),
        ("@1 ping x={5+}", "argument/malformed @1 x"),
        ("@1 ping x=a\"b", "argument/malformed @1 x"),
        ("@1 ping x=a\tb", "argument/malformed @1 x"),
        ("@1 ping x=a\u{7F}", "argument/malformed @1 x"),
        ("@1 ping x=a\u{85}", "argument/malformed @1 x"),
        (#"@1 ping x="a"#, "argument/malformed @1 x"),
        (#"@1 ping x="a\"#, "argument/malformed @1 x"),
        (#"@1 ping x="a"b"#, "argument/malformed @1 x"),
        ("@1 ping x=\"a\tb\"", "argument/malformed @1 x"),
        (#"@1 ping x="\x""#, "argument/malformed @1 x"),
        (#"@1 ping x="\u12""#, "argument/malformed @1 x"),
        (#"@1 ping x="\u12G4""#, "argument/malformed @1 x"),
        (#"@1 ping x="\ud800""#, "argument/malformed @1 x"),
        (#"@1 ping x="\ud800\u0041""#, "argument/malformed @1 x"),
        (#"@1 ping x="\udc00""#, "argument/malformed @1 x"),
        (#"@1 ping x="\u0000""#, "argument/nul @1 x"),
        (#"@1 ping x="a\u0000""#, "argument/nul @1 x"),
        ("@1 ping x=1 x=1", "argument/duplicate @1 x"),
        ("@1 ping x=1 y=2 x=\"3\"", "argument/duplicate @1 x"),
        ("@1 ping {5}", "argument/malformed @1 {5}"),
        ("@1 ping {+}", "argument/malformed @1 {+}"),
        ("@1 ping {5+} ", "argument/malformed @1 {5+}"),
    ]

    @Test(arguments: bad)
    func `a line outside the grammar is refused and the next one is read`(_ line: String, _ summary: String) {
        #expect(frames(line + "\n@2 ping\n").map(\.summary) == [summary, "@2 ping\n"])
    }

    @Test func `an argument fault keeps the verb so that its role is refused first`() throws {
        let frame = try #require(frames("@1 Review.open a=1 a=2\n").first)
        guard case .malformed(let refusal, let request) = frame else {
            Issue.record("\(frame)")
            return
        }
        #expect(refusal.code == .argument && refusal.at == "a")
        #expect(request == Request(tag: "1", verb: "review.open", arguments: [.init("a", "1")]))
    }

    @Test(arguments: [(63, true), (64, true), (65, false)])
    func `a request has at most 64 arguments`(_ count: Int, _ isGood: Bool) {
        let line = "a " + (0..<count).map { "x\($0)=1" }.joined(separator: " ") + "\n"
        #expect(frames(line).map(\.summary) == [isGood ? line : "argument/too-many x64"])
    }

    @Test func `the canonical form forgets order, quoting, tag and case`() {
        let canonical = frames("@1 A.b y=\"2\" x=1\n@2 a.B x=\"\\u0031\" y=2\n").compactMap {
            if case .request(let request) = $0 { String(decoding: request.canonical, as: UTF8.self) } else { nil }
        }
        #expect(canonical == [#"a.b x="1" y="2""#, #"a.b x="1" y="2""#])
    }

    @Test func `texts that look alike are different arguments`() {
        #expect(Request(verb: "a", arguments: [.init("x", "\u{E9}")]) != Request(verb: "a", arguments: [.init("x", "e\u{301}")]))
    }
}
