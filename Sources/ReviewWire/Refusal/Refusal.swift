/// An answer of class 4 or 5: what is refused, why, and whether to try again.
package struct Refusal: Error, Sendable {
    package let err: ErrorWord
    package let code: ReplyCode
    package let msg: String
    package let retry: Retry
    /// The argument at fault, or "body".
    package let at: String?
    /// Further members of the reply, for example the current `ver`.
    package let detail: [(String, JSONValue)]

    /// Code, text and retry are the word's own where they are not given.
    package init(
        _ err: ErrorWord, _ msg: String? = nil, at: String? = nil, code: ReplyCode? = nil, retry: Retry? = nil,
        detail: [(String, JSONValue)] = []
    ) {
        self.err = err
        self.code = code ?? err.code
        self.msg = msg ?? err.msg
        self.retry = retry ?? err.retry
        self.at = at
        self.detail = detail
    }

    /// `err`, `msg`, `retry`, then `at` and the detail.
    package var json: JSONValue {
        var members: [(String, JSONValue)] = [("err", .string(err.word)), ("msg", .string(msg)), ("retry", .string(retry.wire))]
        if let at { members.append(("at", .string(at))) }
        return .object(members + detail)
    }

    /// What a client reads back from a refusing line; nil when the members are not those of a refusal.
    package init?(code: ReplyCode, json: JSONValue) {
        guard let members = json.members, let word = json["err"]?.text, let msg = json["msg"]?.text else { return nil }
        let known = ErrorWord.all.first { $0.word == word }
        let named: Set = ["err", "msg", "retry", "at"]
        self.init(
            known ?? ErrorWord(word, code, msg), msg, at: json["at"]?.text, code: code,
            retry: json["retry"]?.text.flatMap(Retry.init(wire:)) ?? .no, detail: members.filter { !named.contains($0.0) })
    }
}

extension Refusal: Equatable {
    package static func == (left: Refusal, right: Refusal) -> Bool { left.code == right.code && left.json == right.json }
}

extension Refusal: CustomStringConvertible {
    package var description: String { "\(code.rawValue) \(err.word)" + (at.map { " at \($0)" } ?? "") + ": \(msg)" }
}
