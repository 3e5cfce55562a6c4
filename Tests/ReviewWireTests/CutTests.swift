import ReviewWire
import Testing

struct CutTests {
    private static let good = """
        @1 ping\n@2 review.list state=open limit=2\r\n@3 document.submit title="Shadow \\"report\\" \\ud83d\\ude00 é" {13+}\nhällo\r\nwörl\n\
        @4 a x=1 x=2 {4+}\r\n\u{0}\r\n\u{1}\r\n\nbad verb here\n@5 日本=1\n@6 a x=日本 {0+}\n\n\r\n@7 a {3+}\nend\r\n
        """

    /// Streams that end well, and streams that end in each way of losing the framing.
    static let streams: [[UInt8]] =
        [Array(good.utf8)]
        + FramingTests.lost.map { Array("@1 ping\r\n@2 a {3+}\nx\ny\n".utf8) + $0.octets + Array("\nping\n".utf8) }

    private static let small: Limits = {
        var limits = Limits()
        limits.lineBytesAfterLogin = 96
        limits.bodyBytesAfterLogin = 8
        return limits
    }()

    @Test(arguments: streams)
    func `a stream cut in two anywhere gives the same frames`(_ stream: [UInt8]) {
        for limits in [Limits(), Self.small] {
            let whole = frames(stream, limits: limits)
            for cut in 0...stream.count {
                #expect(frames([stream[..<cut], stream[cut...]], limits: limits) == whole, "cut at \(cut)")
            }
            #expect(frames(stream.indices.map { stream[$0...$0] }, limits: limits) == whole, "octet by octet")
        }
    }

    @Test func `a stream cut in three anywhere gives the same frames`() {
        let stream = Array(Self.good.utf8)
        let whole = frames(stream, limits: Self.small)
        for first in stride(from: 0, through: stream.count, by: 3) {
            for second in first...stream.count {
                let pieces = [stream[..<first], stream[first..<second], stream[second...]]
                #expect(frames(pieces, limits: Self.small) == whole, "cut at \(first) and \(second)")
            }
        }
    }

    @Test func `random octets cut at random give the same frames`() {
        var generator = SeededGenerator.printed()
        let words = ["@1 ", "ping", " x=", "\"", "\\u00", "é", "{3+}", " {12+}\n", "\n", "\r\n", "\r", "\u{0}", "=", " ", "a.b", "日本", "x"]
        for _ in 0..<3000 {
            var stream: [UInt8] = []
            for _ in 0..<Int.random(in: 1...30, using: &generator) {
                stream += Array(words.randomElement(using: &generator)!.utf8)
                if UInt8.random(in: 0...40, using: &generator) == 0 { stream.append(.random(in: 0x80...0xFF, using: &generator)) }
            }
            let cuts = (0..<4).map { _ in Int.random(in: 0...stream.count, using: &generator) }.sorted()
            let bounds = [0] + cuts + [stream.count]
            let pieces = zip(bounds, bounds.dropFirst()).map { stream[$0..<$1] }
            #expect(frames(pieces, limits: Self.small) == frames(stream, limits: Self.small), "\(stream) cut at \(cuts)")
        }
    }

    @Test func `random requests come back as they were encoded`() {
        var generator = SeededGenerator.printed()
        let scalars: [Unicode.Scalar] = [
            "a", "Z", " ", "\"", "\\", "{", "}", "=", "\n", "\r", "\t", "\u{1}", "\u{7F}", "\u{85}", "é", "日", "😀", "\u{301}",
        ]
        var requests: [Request] = []
        for number in 0..<2000 {
            var request = Request(tag: Bool.random(using: &generator) ? "\(number)" : nil, verb: "a.b")
            for name in ["x", "y_2", "z"].prefix(Int.random(in: 0...3, using: &generator)) {
                var text = String.UnicodeScalarView()
                for _ in 0..<Int.random(in: 0...9, using: &generator) { text.append(scalars.randomElement(using: &generator)!) }
                request.arguments.append(RequestField(name, String(text)))
            }
            if Bool.random(using: &generator) {
                request.body = (0..<Int.random(in: 0...40, using: &generator)).map { _ in .random(in: 0...255, using: &generator) }
            }
            requests.append(request)
        }
        #expect(frames(requests.flatMap { $0.encoded() }) == requests.map(Frame.request))
    }
}
