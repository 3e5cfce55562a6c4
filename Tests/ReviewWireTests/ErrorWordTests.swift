import Foundation
import ReviewWire
import Testing

struct ErrorWordTests {
    @Test func `every word is an area and a matter, stands once and refuses`() {
        let words = ErrorWord.all.map(\.word)
        #expect(Set(words).count == words.count)
        for word in ErrorWord.all {
            #expect(word.word.wholeMatch(of: /[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(word.word)")
            #expect(word.code.isRefusal && !word.msg.isEmpty, "\(word.word)")
        }
    }

    @Test func `every word that the registry declares is listed`() throws {
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/ReviewWire/Refusal/ErrorWords.swift").standardizedFileURL
        let text = try String(contentsOf: source, encoding: .utf8)
        let declared = text.matches(of: /ErrorWord\(\s*"([^"]+)"/).map { String($0.1) }
        #expect(declared == ErrorWord.all.map(\.word))
    }

    @Test func `retry is written and read`() {
        for retry in [Retry.no, .sameKey, .after(0), .after(30)] { #expect(Retry(wire: retry.wire) == retry) }
        for text in ["", "yes", "after:", "after:-1", "after:x"] { #expect(Retry(wire: text) == nil) }
    }

    @Test func `a refusal is read back as it was written`() throws {
        let refusal = Refusal(.uploadOffset, "go on at 5", at: "at", detail: [("offset", 5)])
        #expect(Refusal(code: .version, json: try JSONParser.parse(refusal.json.encoded())) == refusal)
        #expect(Refusal(code: .version, json: ["msg": "x"]) == nil)
    }

    @Test func `caps names every limit once`() {
        let names = Limits().members.map(\.0)
        #expect(Set(names).count == names.count && names.count == Mirror(reflecting: Limits()).children.count)
    }
}
