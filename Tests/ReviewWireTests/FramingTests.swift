import ReviewWire
import Testing

struct FramingTests {
    static let lost: [(name: String, octets: [UInt8], word: String)] = [
        ("bare CR", Array("ping\rping\n".utf8), "framing/bare-cr"),
        ("two CR", Array("ping\r\r\n".utf8), "framing/bare-cr"),
        ("NUL", Array("pi\u{0}ng\n".utf8), "framing/control"),
        ("NUL without a line end", [0], "framing/control"),
        ("escape", Array("ping \u{1B}[2J\n".utf8), "framing/control"),
        ("vertical tab", Array("ping\u{B}\n".utf8), "framing/control"),
        ("lone continuation", [0x70, 0x80, 0x0A], "framing/bad-utf8"),
        ("overlong", [0x70, 0xC0, 0xAF, 0x0A], "framing/bad-utf8"),
        ("overlong of three", [0xE0, 0x9F, 0xBF, 0x0A], "framing/bad-utf8"),
        ("surrogate", [0xED, 0xA0, 0x80, 0x0A], "framing/bad-utf8"),
        ("over U+10FFFF", [0xF4, 0x90, 0x80, 0x80, 0x0A], "framing/bad-utf8"),
        ("overlong of four", [0xF0, 0x8F, 0xBF, 0xBF, 0x0A], "framing/bad-utf8"),
        ("cut sequence", [0x61, 0xE2, 0x82, 0x0A], "framing/bad-utf8"),
        ("UTF-16", [0xFF, 0xFE, 0x70, 0x70, 0x0A], "framing/bad-utf8"),
        ("byte order mark", [0xEF, 0xBB, 0xBF] + Array("ping\n".utf8), "framing/byte-order-mark"),
        ("payload without line end", Array("a {2+}\nabX\n".utf8), "framing/payload-end"),
        ("payload with bare CR", Array("a {2+}\nab\rX".utf8), "framing/payload-end"),
        ("payload longer than said", Array("a {2+}\nabc\n".utf8), "framing/payload-end"),
        ("over 64 MiB", Array("a {67108865+}\n".utf8), "framing/too-large"),
        ("ten digits", Array("a {0000000001+}\n".utf8), "framing/too-large"),
        ("thirty digits", Array("a {999999999999999999999999999999+}\n".utf8), "framing/too-large"),
    ]

    @Test(arguments: lost)
    func `lost framing is answered once and nothing is read after it`(_ name: String, _ octets: [UInt8], _ word: String) {
        var framer = Framer()
        framer.isLoggedIn = true
        framer.feed(octets)
        #expect(framer.next()?.summary == word)
        framer.feed(Array("@1 ping\n".utf8))
        #expect(framer.next() == nil)
        #expect(framer.buffered == 0)
    }

    @Test func `requests before the loss are still answered`() {
        #expect(frames("@1 ping\n@2 ping\r\n\u{0}").map(\.summary) == ["@1 ping\n", "@2 ping\n", "framing/control"])
    }

    @Test func `a text that only looks like a control is read`() {
        #expect(frames("a x=\"\u{A0}\u{2028}\u{10FFFF}\u{7FF}\u{800}\u{FFFF}\u{10000}\"\n").map(\.summary).count == 1)
        #expect(frames("a x=\u{A0}\n") == [.request(Request(verb: "a", arguments: [.init("x", "\u{A0}")]))])
    }

    @Test(arguments: [true, false], [-1, 0, 1])
    func `a line may be as long as its limit and no longer`(_ isLoggedIn: Bool, _ over: Int) {
        let limit = isLoggedIn ? 65536 : 4096
        let line = "a x=" + String(repeating: "y", count: limit - 4 + over)
        for end in ["\n", "\r\n"] {
            let summaries = frames(line + end + "ping\n", isLoggedIn: isLoggedIn).map(\.summary)
            #expect(summaries == (over > 0 ? ["framing/line-too-long"] : [line + "\n", "ping\n"]))
        }
    }

    @Test func `a line that never ends is refused at its limit`() {
        var framer = Framer()
        framer.feed(Array(repeating: UInt8(ascii: "a"), count: 4096))
        #expect(framer.next() == nil)
        #expect(framer.isInsideFrame)
        framer.feed([UInt8(ascii: "a")])
        #expect(framer.next()?.summary == "framing/line-too-long")
    }

    @Test func `a CR behind a full line waits for its LF`() {
        for (last, summaries) in [("\n", ["a"]), ("b", ["framing/line-too-long"])] {
            var framer = Framer()
            framer.feed(Array(("a x=" + String(repeating: "y", count: 4092) + "\r").utf8))
            #expect(framer.next() == nil)
            framer.feed(Array(last.utf8))
            let found = framer.next().map { frame in if case .request(let request) = frame { request.verb } else { frame.summary } }
            #expect(found.map { [$0] } == summaries)
        }
    }

    @Test func `a line limit counts octets, not characters`() {
        let line = "a x=" + String(repeating: "é", count: 2046)
        #expect(frames(line + "\n", isLoggedIn: false).map(\.summary) == [line + "\n"])
        #expect(frames(line + "y\n", isLoggedIn: false).map(\.summary) == ["framing/line-too-long"])
    }

    @Test func `octets behind a request are told`() {
        var framer = Framer()
        framer.feed(Array("auth mech=token\nping\n".utf8))
        #expect(framer.next()?.summary == "auth mech=token\n")
        #expect(framer.buffered == 5)
        #expect(framer.next()?.summary == "ping\n")
        #expect(framer.buffered == 0 && !framer.isInsideFrame)
    }

    @Test func `a login raises the limits for the lines behind it`() {
        var framer = Framer()
        framer.feed(Array("auth\n".utf8))
        #expect(framer.next()?.summary == "auth\n")
        framer.isLoggedIn = true
        let line = "a x=" + String(repeating: "y", count: 60000) + "\n"
        framer.feed(Array(line.utf8))
        #expect(framer.next()?.summary == line)
    }
}
