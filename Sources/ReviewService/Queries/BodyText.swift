import ReviewWire

extension Context {
    /// The body as text of at most so many characters, without controls other than tab and new line; 501 when it is not.
    func bodyText(charactersMax: Int) throws(Refusal) -> String {
        guard let body else { throw Refusal(.argumentBodyMissing, at: "body") }
        guard let text = String(validating: body, as: UTF8.self) else {
            throw Refusal(.argumentBodyMalformed, "the body must be UTF-8 text", at: "body")
        }
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" || $0 == "\t" || $0 == "\r" }
        guard !text.isEmpty, isPlain, text.unicodeScalars.count <= charactersMax else {
            throw Refusal(.argumentBodyMalformed, "the body must be text of 1 to \(charactersMax) characters", at: "body")
        }
        return text
    }
}
