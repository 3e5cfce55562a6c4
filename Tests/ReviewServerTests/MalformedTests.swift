import ReviewClient
import ReviewServer
import ReviewWire
import Support
import Testing

/// Input of every malformed kind of PROTOCOL §1 to §3, over a real connection: it is answered and the session goes on in order, or it is
/// `520` and the end.
@Suite struct MalformedTests {
    /// What loses the framing (§1, and the payload of §2).
    private static let lost: [(String, [UInt8])] = [
        ("NUL", Array("@x ping\u{0}\n".utf8)), ("NUL alone", [0]), ("escape", Array("@x ping \u{1B}[2J\n".utf8)),
        ("vertical tab", Array("@x ping\u{B}\n".utf8)), ("bare CR", Array("@x ping\r@y ping\n".utf8)),
        ("two CR", Array("@x ping\r\r\n".utf8)), ("byte order mark", [0xEF, 0xBB, 0xBF] + Array("ping\n".utf8)),
        ("lone continuation", [0x70, 0x80, 0x0A]), ("overlong", [0x70, 0xC0, 0xAF, 0x0A]), ("surrogate", [0xED, 0xA0, 0x80, 0x0A]),
        ("over U+10FFFF", [0xF4, 0x90, 0x80, 0x80, 0x0A]), ("cut sequence", [0x61, 0xE2, 0x82, 0x0A]),
        ("UTF-16", [0xFF, 0xFE, 0x70, 0x00, 0x0A]), ("latin 1", Array("@x ping name=".utf8) + [0xE9, 0x0A]),
        ("payload without line end", Array("@x ping {2+}\nabX\n".utf8)), ("payload with bare CR", Array("@x ping {2+}\nab\rX".utf8)),
        ("payload longer than said", Array("@x ping {2+}\nabc\n".utf8)), ("over 64 MiB", Array("@x ping {67108865+}\n".utf8)),
        ("ten digits", Array("@x ping {0000000001+}\n".utf8)), ("thirty digits", Array("@x ping {\(String(repeating: "9", count: 30))+}\n".utf8)),
        ("a line that never ends", Array(repeating: 0x61, count: 70_000)),
    ]

    /// What is refused and leaves the framing whole (§2 and §3), with the code that each gets from someone who is logged in.
    private static let refused: [(String, String)] = [
        ("@\(String(repeating: "t", count: 33)) ping", "501"), ("@ ping", "501"), ("@a!b ping", "501"), ("@é ping", "501"), ("@x", "500"),
        ("", "500"), (" ", "500"), ("@x  ping", "500"), ("@x nonsense", "500"), ("@x a.b.c", "500"), ("@x .list", "500"), ("@x review.", "500"),
        ("@x review..list", "500"), ("@x 日本", "500"), ("@x ping\t", "500"),
        ("@x ping ", "501"), ("@x ping  x=1", "501"), ("@x ping x", "501"), ("@x ping =1", "501"), ("@x ping X=1", "501"), ("@x ping 日=1", "501"),
        ("@x ping \(String(repeating: "n", count: 33))=1", "501"), ("@x ping x=a\"b", "501"), ("@x ping x=\"open", "501"),
        ("@x ping x=\"a\"b", "501"), ("@x ping x=\"\\q\"", "501"), ("@x ping x=\"\\ud800\"", "501"), ("@x ping x=\"\\u12\"", "501"),
        ("@x ping x={3", "501"), ("@x ping x=a\tb", "501"), ("@x ping {+}", "501"), ("@x ping {3}", "501"), ("@x ping {-1+}", "501"),
        ("@x ping {3+", "501"), ("@x ping {3+} x=1", "501"), ("@x ping x=1 x=1", "501"), ("@x ping {0+}\n", "501"), ("@x ping {3+}\nabc", "501"),
        ("@x ping {3+}\r\na\u{0}b", "501"), ("@x review.show", "501"), ("@x review.show review=", "501"), ("@x review.show review=R-1", "501"),
        ("@x review.show review=\"R-4KT9M2QX7C\\u0000\"", "501"), ("@x review.show review=R-4KT9M2QX7C", "410"),
        ("@x review.list limit=0", "501"), ("@x review.list limit=1001", "501"), ("@x review.list limit=-1", "501"),
        ("@x review.list limit=ten", "501"), ("@x review.list limit=99999999999999999999", "501"), ("@x review.list after=forged", "501"),
        ("@x review.list after=", "501"), ("@x token.create scope=all label=x key=short", "501"),
        ("@x token.create scope=all label=x key=\(String(repeating: "k", count: 65))", "501"),
        ("@x token.create scope=all label=x key=\"key with a space in it\"", "501"), ("@x token.create scope=all label=x key=", "501"),
        ("@x token.create scope=all label=\"a\\u0000b\"", "501"), ("@x token.create scope=all label=x dry=maybe", "501"),
        ("@x token.create scope=all label=x dry=yes key=0123456789abcdef", "501"), ("@x token.create scope=all label=x {2+}\nab", "501"),
        ("@x account.update language=fr", "501"), ("@x account.update language=fr if=", "501"), ("@x account.update language=fr if=one", "501"),
        ("@x account.update language=fr if=-1", "501"), ("@x account.update language=fr if=99", "420"),
        ("@x document.submit kind=contribution {1048577+}\n\(String(repeating: "a", count: 1_048_577))", "461"),
    ]

    private func lines(_ octets: [UInt8], at address: ServerAddress, token: String?) async throws -> [String] {
        let connection = try RawConnection(to: address)
        _ = try await connection.line()
        if let token {
            try connection.send("auth mech=token data=\(token)\n")
            #expect(try await connection.line()?.code == "235")
        }
        try connection.send(octets)
        connection.finishSending()
        return try await connection.rest()
    }

    private func token(_ house: TestHouse) async throws -> String {
        let connection = try await house.connect(as: "ngo")
        let made = try await connection.send(Request("token.create", ["scope": "all", "label": "malformed", "key": "token-for-malformed"]))
        return try #require(made.result.members?.compactMap(\.1.text).first { $0.hasPrefix("rvt_") })
    }

    @Test func `octets that lose the framing are 520 and the end, before login and after`() async throws {
        try await TestHouse.with { house in
            for token in [nil, try await token(house)] {
                for (name, octets) in Self.lost {
                    let codes = try await lines(Array("@a ping\n".utf8) + octets + Array("@z ping\n".utf8), at: house.address, token: token).map(\.code)
                    #expect(codes == ["200", "520"], "\(name), \(token == nil ? "before" : "after") login")
                }
            }
            let other = try RawConnection(to: house.address)
            try other.send("ping\nquit\n")
            #expect(try await other.rest().map(\.code) == ["220", "200", "221"])
        }
    }

    @Test func `a malformed request is refused by itself and what follows is answered in order`() async throws {
        try await TestHouse.with { house in
            let token = try await token(house)
            for (request, code) in Self.refused {
                let answers = try await lines(Array("@a ping\n\(request)\n@z ping\r\n".utf8), at: house.address, token: token)
                let shown = request.prefix(80)
                #expect(answers.map(\.code) == ["200", code, "200"], "\(shown)")
                #expect(answers.last?.hasPrefix("200 @z ") == true, "\(shown)")
            }
        }
    }

    @Test func `malformed requests cut anywhere get the same answers`() async throws {
        var generator = SeededGenerator.printed()
        try await TestHouse.with(peopled: false) { house in
            for _ in 0..<60 {
                let chosen = Self.refused.map(\.0).filter { $0.utf8.count < 100 }.shuffled(using: &generator).prefix(12)
                var octets = chosen.flatMap { Array(($0 + (Bool.random(using: &generator) ? "\n" : "\r\n")).utf8) }
                if let end = Self.lost.randomElement(using: &generator), end.1.count < 100 { octets += end.1 }
                let expected = try await lines(octets, at: house.address, token: nil)
                let connection = try RawConnection(to: house.address)
                _ = try await connection.line()
                var rest = octets[...]
                while !rest.isEmpty {
                    let piece = rest.prefix(Int.random(in: 1...9, using: &generator))
                    // A server that has lost the framing closes before it has heard the end.
                    do { try connection.send(Array(piece)) } catch is RawConnection.Closed { break }
                    rest = rest.dropFirst(piece.count)
                }
                connection.finishSending()
                #expect(try await connection.rest() == expected, "\(String(decoding: octets, as: UTF8.self))")
            }
        }
    }
}
