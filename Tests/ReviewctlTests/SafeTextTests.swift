import Testing

@testable import reviewctl

@Suite struct SafeTextTests {
    @Test func `what would steer a terminal is shown as a sign`() {
        #expect(SafeText.visible("a\u{1B}[2Jb") == "a␛[2Jb")
        #expect(SafeText.visible("one\ntwo\r\u{7F}\u{9B}") == "one␊two␍␡<U+009B>")
        #expect(SafeText.visible("one\n\ttwo\u{7}", keepsLines: true) == "one\n\ttwo␇")
    }

    @Test func `what turns the reading direction or hides is shown by its number`() {
        #expect(SafeText.visible("approved\u{202E}ton\u{202C}") == "approved<U+202E>ton<U+202C>")
        #expect(SafeText.visible("\u{2066}x\u{2069}\u{200F}") == "<U+2066>x<U+2069><U+200F>")
        #expect(
            SafeText.visible("KEN\u{200B}YA \u{FEFF}\u{AD}\u{3164}\u{E0041}\u{2028}")
                == "KEN<U+200B>YA <U+FEFF><U+00AD><U+3164><U+E0041><U+2028>")
    }

    @Test(arguments: ["Côte d’Ivoire", "الأردن", "中国", "Республика", "می‌خواهم", "👩‍🚀", "नमस्ते", "e\u{301}"])
    func `the world's ordinary writing stays as it is`(text: String) {
        #expect(SafeText.visible(text) == text)
    }

    @Test func `a joiner that joins no letters is shown`() {
        #expect(SafeText.visible("ab\u{200D}cd") == "ab<U+200D>cd")
    }

    @Test func `JSON for a person's eyes says the same in escapes`() {
        #expect(SafeText.json(Array("{\"name\":\"中\u{202E}\u{E0041}\"}".utf8)) == #"{"name":"中\u202e\udb40\udc41"}"#)
    }

    @Test func `wide characters take two columns and marks none`() {
        #expect(TextWidth.of("中国") == 4)
        #expect(TextWidth.of("e\u{301}a") == 2)
        #expect(TextWidth.of("👩‍🚀") == 2)
        #expect(TextWidth.cut("中国人民", to: 5) == "中国…")
        #expect(TextWidth.cut("abc", to: 3) == "abc")
        #expect(TextWidth.padded("国", to: 4) == "国  ")
    }
}
