import ReviewWire
import Testing

struct ReplyTests {
    private func text(_ writer: ReplyWriter) -> String { String(decoding: writer.bytes, as: UTF8.self) }

    @Test func `a reply is one line each, rows first`() {
        var writer = ReplyWriter(tag: "4")
        writer.line(.row, ["id": "R-1", "title": "a\nb"])
        writer.line(.row) { json in json.object { $0.member("id", "R-2") } }
        writer.line(.progress, ["done": 1])
        writer.chunk(Array("ab\n".utf8), members: [("at", 0)])
        writer.line(.end, ["n": 2, "next": "eyJ"])
        writer.push(.event) { $0.member("watch", 1) }
        #expect(
            text(writer) == """
                150 @4 {"id":"R-1","title":"a\\nb"}
                150 @4 {"id":"R-2"}
                160 @4 {"done":1}
                151 @4 {"at":0,"n":3}
                ab\n
                210 @4 {"n":2,"next":"eyJ"}
                190 * {"watch":1}\n
                """)
    }

    @Test func `a request without a tag is answered to a dash`() {
        var writer = ReplyWriter(tag: nil, appendingTo: Array("before\n".utf8))
        writer.line(.done, [:])
        writer.line(.end, ["n": 0])
        #expect(text(writer) == "before\n200 - {}\n210 - {\"n\":0}\n")
    }

    @Test func `a refusal says what, why and whether to try again`() {
        var writer = ReplyWriter(tag: "1")
        writer.refusal(Refusal(.argumentMissing, at: "party"))
        writer.refusal(Refusal(.sessionTooFast, "wait", retry: .after(30)))
        writer.refusal(Refusal(.thingVersion, detail: [("ver", 7)]))
        writer.refusal(Refusal(.sessionDraining))
        #expect(
            text(writer) == """
                501 @1 {"err":"argument/missing","msg":"the argument is missing","retry":"no","at":"party"}
                460 @1 {"err":"session/too-fast","msg":"wait","retry":"after:30"}
                420 @1 {"err":"thing/version","msg":"it has another version now","retry":"no","ver":7}
                451 @1 {"err":"session/draining","msg":"the server is shutting down; connect again","retry":"same-key"}\n
                """)
    }

    @Test func `a row that fails to be written leaves nothing`() {
        struct Failure: Error {}
        var writer = ReplyWriter(tag: "1")
        writer.line(.row, ["a": 1])
        #expect(throws: Failure.self) {
            try writer.line(.row) {
                $0.string("b")
                throw Failure()
            }
        }
        writer.line(.done, [:])
        #expect(text(writer) == "150 @1 {\"a\":1}\n200 @1 {}\n")
    }

    @Test func `a client reads what the server wrote, however it is cut`() throws {
        var writer = ReplyWriter(tag: "4")
        writer.line(.row, ["title": "é😀 {x}"])
        writer.chunk([0x0A, 0, 0xFF, 0x0A], members: [("at", 5)])
        writer.chunk([])
        writer.bytes += ReplyWriter.push(.notice, [("err", "session/draining")])
        writer.refusal(Refusal(.thingAbsent))
        writer.bytes += Array("299 - {\"new\":true}\n".utf8)
        let whole = try lines([writer.bytes[...]])
        #expect(whole.map(\.number) == [150, 151, 151, 199, 410, 299])
        #expect(whole.map(\.address) == [.tag("4"), .tag("4"), .tag("4"), .push, .tag("4"), .untagged])
        #expect(whole.map(\.raw) == [nil, [0x0A, 0, 0xFF, 0x0A], [], nil, nil, nil])
        #expect(whole.map(\.isFinal) == [false, false, false, false, true, true])
        #expect(whole[4].refusal == Refusal(.thingAbsent) && whole[5].code == nil)
        #expect(try whole[0].value()["title"]?.text == "é😀 {x}")
        for cut in writer.bytes.indices {
            #expect(try lines([writer.bytes[..<cut], writer.bytes[cut...]]) == whole)
        }
        #expect(try lines(writer.bytes.indices.map { writer.bytes[$0...$0] }) == whole)
    }

    private func lines(_ pieces: [ArraySlice<UInt8>]) throws -> [ServerLine] {
        var parser = ReplyParser()
        var lines: [ServerLine] = []
        for piece in pieces {
            parser.feed(piece)
            while let line = try parser.next() { lines.append(line) }
        }
        return lines
    }

    static let foreign = [
        "", "200", "200 @1", "200 @1 ", "200 @1 []", "200 @1 {", "2000 @1 {}", "099 @1 {}", "600 @1 {}", "20x @1 {}", "200  {}", "200 @ {}",
        "200 1 {}",
        "200 ** {}", "200 @\u{7F} {}", "HTTP/1.1 400 Bad Request", "151 @1 {}", "151 @1 {\"n\":-1}", "151 @1 {\"n\":1.5}",
        "151 @1 {\"n\":x}",
    ]

    @Test(arguments: foreign)
    func `a server that speaks something else is left`(_ line: String) {
        var parser = ReplyParser()
        parser.feed(Array((line + "\n").utf8))
        #expect(throws: ReplyError.malformed) { try parser.next() }
        #expect(throws: ReplyError.malformed) { try parser.next() }
    }

    @Test func `a client's memory is bounded`() throws {
        var parser = ReplyParser(lineBytesMax: 20, rawBytesMax: 4)
        parser.feed(Array("200 @1 {\"a\":\"123456\"}".utf8))
        #expect(throws: ReplyError.lineTooLong) { try parser.next() }
        parser = ReplyParser(lineBytesMax: 20, rawBytesMax: 4)
        parser.feed(Array("151 @1 {\"n\":5}\n".utf8))
        #expect(throws: ReplyError.rawTooLong) { try parser.next() }
        parser = ReplyParser()
        parser.feed(Array("151 @1 {\"n\":1}\nab\n".utf8))
        #expect(throws: ReplyError.malformed) { try parser.next() }
    }

    @Test func `a refusal of tomorrow is still a refusal`() throws {
        var parser = ReplyParser()
        parser.feed(Array("477 @1 {\"err\":\"moon/full\",\"msg\":\"wait\",\"retry\":\"after:60\",\"x\":1}\n".utf8))
        let refusal = try #require(try parser.next()?.refusal)
        #expect(refusal.err.word == "moon/full" && refusal.retry == .after(60) && refusal.code == .temporary)
        #expect(refusal.detail.map(\.0) == ["x"])
    }
}
