import ReviewWire
import Testing

struct ScramMessageTests {
    @Test func `a first message is read in all its forms`() throws {
        let plain = try ScramClientFirst(Array("n,,n=user,r=abc".utf8))
        #expect(plain.binding == .unsupported && plain.login == "user" && plain.nonce == "abc" && plain.header == "n,,")
        let full = try ScramClientFirst(Array("p=tls-server-end-point,a=o=2Cp,n=a=3Db=2Cc\u{301},r=a=b,x=1,y=2=3".utf8))
        #expect(full.binding == .used("tls-server-end-point") && full.authorization == "o,p" && full.login == "a=b,c\u{301}")
        #expect(
            full.header == "p=tls-server-end-point,a=o=2Cp," && full.bare == "n=a=3Db=2Cc\u{301},r=a=b,x=1,y=2=3" && full.nonce == "a=b")
    }

    static let badFirst = [
        "", ",", ",,", "n", "n,", "n,,", "n,,n=", "n,,n=a", "n,,n=a,r=", "n,,r=b,n=a", "n,,m=x,n=a,r=b", "n,,n=a,r=b c", "n,,n=a,r=b,",
        "n,,n=a,r=b,x",
        "n,,n=a,r=b,x=", "n,,n=a,r=b,1=x", "n,,n=a=b,r=b", "n,,n=a=2c,r=b", "n,,n=a=,r=b", "n,a,n=a,r=b", "n,b=a,n=a,r=b", "n,a=,n=a,r=b",
        "m,,n=a,r=b",
        "N,,n=a,r=b", "y=,,n=a,r=b", "p,,n=a,r=b", "p=,,n=a,r=b", "p=a b,,n=a,r=b", "n=a,r=b", "n,,n=a,r=é", "n,,n=a\u{0},r=b",
        "n,,n\u{338}=a,r=b",
        "n,,n=a,r=" + String(repeating: "x", count: 513),
    ]

    @Test(arguments: badFirst)
    func `a first message out of form is refused`(_ message: String) {
        #expect(throws: ScramFailure.malformed) { try ScramClientFirst(Array(message.utf8)) }
    }

    static let badServerFirst = [
        "", "r=abc", "r=abc,s=AAAA", "r=abc,i=1,s=AAAA", "r=abc,s=,i=1", "r=abc,s=AAA,i=1", "r=abc,s=AAB=,i=1", "r=abc,s=AAAA,i=",
        "r=abc,s=AAAA,i=0",
        "r=abc,s=AAAA,i=-1", "r=abc,s=AAAA,i=1e9", "r=abc,s=AAAA,i=1000000000", "r=abc,s=AAAA,i=+1", "m=x,r=abc,s=AAAA,i=1",
        "r=,s=AAAA,i=1", "e=no",
    ]

    @Test(arguments: badServerFirst)
    func `a challenge out of form is refused`(_ message: String) {
        #expect(throws: ScramFailure.malformed) { try ScramServerFirst(Array(message.utf8)) }
    }

    private static let proof = Base64.encode([UInt8](repeating: 9, count: 32))

    @Test func `a final message is read with its extensions`() throws {
        let message = try ScramClientFinal(Array("c=biws,r=abc,x=1,p=\(Self.proof)".utf8))
        #expect(message.binding == Array("n,,".utf8) && message.nonce == "abc" && message.withoutProof == "c=biws,r=abc,x=1")
    }

    static let badFinal = [
        "", "c=biws,r=abc", "c=biws,r=abc,p=", "c=biws,r=abc,p=AAAA", "r=abc,p=\(proof)", "c=biws,p=\(proof)", "c=biw,r=abc,p=\(proof)",
        "p=\(proof)", "c=biws,r=abc,p=\(proof),x=1", "c=biws,r=abc,x,p=\(proof)", "c=biws,r=,p=\(proof)",
        "c=biws,r=abc,p=\(proof.dropLast())",
    ]

    @Test(arguments: badFinal)
    func `a final message out of form is refused`(_ message: String) {
        #expect(throws: ScramFailure.malformed) { try ScramClientFinal(Array(message.utf8)) }
    }

    @Test func `bad UTF-8 is no message`() {
        #expect(throws: ScramFailure.malformed) { try ScramClientFirst(Array("n,,n=a,r=b".utf8) + [0xFF]) }
        #expect(throws: ScramFailure.malformed) { try ScramServerFinal([0xFF]) }
        for text in ["", "v=", "v=AAAA", "x=1", "e\u{338}=1"] {
            #expect(throws: ScramFailure.malformed) { try ScramServerFinal(Array(text.utf8)) }
        }
    }

    @Test func `base64 has one form`() {
        #expect(Base64.decode("") == [] && Base64.decode("AAAA") == [0, 0, 0] && Base64.decode("/+8=") == [0xFF, 0xEF])
        for text in ["A", "AA", "AAA", "AB==", "AAB=", "AA=A", "AAAA\n", "AA AA===", "_-8=", "====", "AAAA===="] {
            #expect(Base64.decode(text) == nil)
        }
    }

    @Test func `passwords are prepared as RFC 4013 has it`() throws {
        let pairs = [
            ("I\u{AD}X", "IX"), ("user", "user"), ("USER", "USER"), ("\u{AA}", "a"), ("\u{2168}", "IX"), ("a\u{A0}b", "a b"),
            ("e\u{301}", "é"),
            ("مرحبا123", "مرحبا123"), ("😀", "😀"), ("\u{200B}", ""),
        ]
        for (text, prepared) in pairs { #expect(try SASLprep.prepare(text).unicodeScalars.elementsEqual(prepared.unicodeScalars)) }
        for text in ["\u{7}", "\u{7F}", "a\u{85}", "\u{E000}", "\u{202E}x", "\u{FFFD}", "\u{E0001}", "\u{2028}"] {
            #expect(throws: ScramFailure.password) { try SASLprep.prepare(text) }
        }
    }
}
