import ReviewWire
import Testing

struct PayloadTests {
    @Test func `a payload is any octets and is followed by a line end`() {
        let body: [UInt8] = [0, 0x0D, 0x0A, 0xFF, 0x40]
        for (lineEnd, payloadEnd) in [("\n", "\n"), ("\r\n", "\r\n"), ("\n", "\r\n")] {
            let octets = Array("@1 a x=1 {5+}\(lineEnd)".utf8) + body + Array("\(payloadEnd)ping\n".utf8)
            #expect(
                frames(octets) == [
                    .request(Request(tag: "1", verb: "a", arguments: [.init("x", "1")], body: body)), .request(Request(verb: "ping")),
                ])
        }
    }

    @Test func `an empty payload is not a missing one`() {
        #expect(frames("a {0+}\n\n") == [.request(Request(verb: "a", body: []))])
        #expect(frames("a {000000000+}\n\n") == [.request(Request(verb: "a", body: []))])
        #expect(frames("a\n") == [.request(Request(verb: "a"))])
    }

    static let refused: [(line: String, summary: String)] = [
        ("@1 a x=1 x=2", "argument/duplicate @1 x"), ("@1 a x=\"open", "argument/malformed @1 x"), ("@1 a.b.c", "wire/no-such-command @1"),
        ("@1", "wire/no-such-command @1"), ("@!", "argument/malformed tag"), ("@1 a ", "argument/malformed @1 "),
        ("@1 a {9+}", "argument/malformed @1 {9+}"),
    ]

    @Test(arguments: refused)
    func `a refused line takes its payload with it`(_ line: String, _ summary: String) {
        #expect(frames("\(line) {7+}\n@9 quit\n@2 ping\n").map(\.summary) == [summary, "@2 ping\n"])
    }

    @Test(arguments: [-1, 0, 1])
    func `a body may be as large as its limit and a larger one is discarded`(_ over: Int) {
        let count = (1 << 20) + over
        let octets = Array("@1 a {\(count)+}\n".utf8) + Array(repeating: 0, count: count) + Array("\n@2 ping\n".utf8)
        let found = frames(octets)
        #expect(found.count == 2 && found.last?.summary == "@2 ping\n")
        if over > 0 {
            #expect(found.first?.summary == "wire/body-too-large @1 body")
        } else {
            #expect(found.first == .request(Request(tag: "1", verb: "a", body: Array(repeating: 0, count: count))))
        }
    }

    @Test func `there is no body before login`() {
        let found = frames("@1 a {1+}\nx\n@2 a {0+}\n\n", isLoggedIn: false)
        #expect(found.map(\.summary) == ["wire/body-too-large @1 body", "@2 a {0+}\n\n"])
    }

    @Test func `too large comes before every other fault of the line`() {
        for line in ["@1 no.such.thing", "@1 a x=1 x=1", "@1"] {
            #expect(frames("\(line) {3+}\nabc\n", isLoggedIn: false).map(\.summary) == ["wire/body-too-large @1 body"])
        }
    }

    @Test(arguments: [-1, 0, 1])
    func `the largest payload that is skipped is 64 MiB`(_ over: Int) {
        var framer = Framer()
        framer.feed(Array("@1 a {\((64 << 20) + over)+}\n".utf8))
        guard over <= 0 else {
            #expect(framer.next()?.summary == "framing/too-large")
            return
        }
        #expect(framer.next() == nil)
        let chunk = [UInt8](repeating: 0x0A, count: 1 << 16)
        var left = (64 << 20) + over
        var most = 0
        while left > 0 {
            framer.feed(chunk.prefix(left))
            left -= min(left, chunk.count)
            #expect(framer.next() == nil)
            most = max(most, framer.buffered)
        }
        #expect(most == 0, "a discarded payload is never held")
        framer.feed(Array("\r\n@2 ping\n".utf8))
        #expect(framer.next()?.summary == "wire/body-too-large @1 body")
        #expect(framer.next()?.summary == "@2 ping\n")
    }

    @Test func `a discarded payload with a bad end loses the framing`() {
        #expect(frames("@1 a {3+}\nabcd\n", isLoggedIn: false).map(\.summary) == ["framing/payload-end"])
    }
}
