import Foundation
import ReviewWire
import Testing

struct JSONTests {
    static let good: [(text: String, value: JSONValue)] = [
        ("null", nil), ("true", true), (" false ", false), ("0", 0), ("-0", .double(-0.0)), ("-12", -12), ("1.5", 1.5), ("1e2", 100.0),
        ("1E+2", 100.0), ("1.25e-2", 0.0125), ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
        ("9223372036854775808", .double(9223372036854775808)), ("\"\"", ""), (#""a\u0041\n\u0000""#, "aA\n\u{0}"),
        ("\"\u{7F}é😀\"", "\u{7F}é😀"),
        ("[]", []), ("[ ]", []), ("[1,[2],{}]", [1, [2], [:]]), ("{}", [:]),
        ("\t{ \"a\" : 1 ,\r\n \"b\":[null] }\n", ["a": 1, "b": [nil]]),
        (#"{"a":1,"a":2}"#, .object([("a", 1), ("a", 2)])),
    ]

    @Test(arguments: good)
    func `JSON is read as the value it says`(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONParser.parse(text) == value)
        #expect(try JSONParser.parse(value.encoded()) == value)
    }

    static let bad = [
        "", " ", "nul", "nulll", "True", "01", "-", "+1", "1.", ".5", "1e", "1e+", "1e999", "--1", "0x1", "NaN", "Infinity", "\"", "\"a",
        "'a'",
        "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800x\"", "\"\\udc00\"", "\"\n\"", "\"\t\"", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]",
        "]", "{",
        "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\" 1}", "1 2", "{} {}", "\u{FEFF}1", "[1}",
        "{\"a\":1]", "/**/1",
    ]

    @Test(arguments: bad)
    func `what is not JSON is refused`(_ text: String) {
        #expect(throws: JSONError.self) { try JSONParser.parse(text) }
    }

    @Test func `bad UTF-8 is not JSON`() {
        for octets: [UInt8] in [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82]] {
            #expect(throws: JSONError.self) { try JSONParser.parse(octets) }
        }
    }

    @Test(arguments: [(63, true), (64, true), (65, false), (100_000, false)])
    func `depth is bounded`(_ depth: Int, _ isGood: Bool) {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let inner = open == "[" ? "" : "1"
            let text = String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
            #expect(((try? JSONParser.parse(text)) != nil) == isGood)  // try?: the question is whether it throws
        }
    }

    @Test func `the writer sets commas and escapes`() {
        var writer = JSONWriter(appendingTo: Array("150 @1 ".utf8))
        writer.object {
            $0.member("a", ["x", 1, nil, true, 2.5])
            $0.key("b\"")
            $0.array {
                $0.string("q\"\\/\n\r\t\u{1}\u{1F}\u{7F}é😀\u{2028}")
                $0.object { _ in }
                $0.raw(Array("[1,2]".utf8))
                $0.double(.nan)
            }
            $0.key(encoded: JSONWriter.encodedKey("c"))
            $0.bool(false)
            $0.key("d")
            $0.int(UInt64.max)
        }
        let line =
            #"150 @1 {"a":["x",1,null,true,2.5],"b\"":["q\"\\/\n\r\t\u0001\u001f"# + "\u{7F}é😀\u{2028}"
            + #"",{},[1,2],null],"c":false,"d":18446744073709551615}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == line)
    }

    @Test func `octets that are not UTF-8 are repaired`() {
        var writer = JSONWriter()
        ([0x61, 0xFF, 0x22, 0xC3] as [UInt8]).withUnsafeBytes { writer.string(bytes: $0) }
        #expect(writer.bytes == Array("\"a\u{FFFD}\\\"\u{FFFD}\"".utf8))
    }

    @Test func `an escape is found at every place of a text`() throws {
        for length in 0..<40 {
            for place in 0..<length {
                for special in ["\"", "\\", "\n", "\u{0}", "é", "\u{1F}"] {
                    let text = String(repeating: "a", count: place) + special + String(repeating: "b", count: length - place - 1)
                    let encoded = JSONValue.string(text).encoded()
                    #expect(try JSONParser.parse(encoded) == .string(text))
                    #expect(!encoded.contains { $0 < 0x20 })
                }
            }
        }
    }

    @Test func `random values come back as they were written, and Foundation reads them too`() throws {
        var generator = SeededGenerator.printed()
        for _ in 0..<2000 {
            let value = Self.random(&generator, depth: 4)
            let encoded = value.encoded()
            #expect(try JSONParser.parse(encoded) == value)
            #expect(!encoded.contains { $0 < 0x20 }, "one line, whatever it holds")
            _ = try JSONSerialization.jsonObject(with: Data(encoded), options: .fragmentsAllowed)
        }
    }

    private static func random(_ generator: inout SeededGenerator, depth: Int) -> JSONValue {
        switch Int.random(in: 0...(depth > 0 ? 8 : 6), using: &generator) {
        case 0: return nil
        case 1: return .bool(.random(using: &generator))
        case 2: return .int(Int64(bitPattern: generator.next()))
        case 3:
            let number = Double(bitPattern: generator.next())
            return .double(number.isFinite && number.rounded() != number ? number : 0.5)
        case 4...6: return .string(text(&generator))
        case 7: return .array((0..<Int.random(in: 0...4, using: &generator)).map { _ in random(&generator, depth: depth - 1) })
        default:
            return .object(
                (0..<Int.random(in: 0...4, using: &generator)).map { ("\($0)" + text(&generator), random(&generator, depth: depth - 1)) })
        }
    }

    private static func text(_ generator: inout SeededGenerator) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            let bound: UInt32 = [0x7F, 0x7F, 0x7FF, 0xFFFF, 0x10FFFF].randomElement(using: &generator)!
            if let scalar = Unicode.Scalar(UInt32.random(in: 0...bound, using: &generator)) { scalars.append(scalar) }
        }
        return String(scalars)
    }
}
