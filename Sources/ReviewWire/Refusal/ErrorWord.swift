/// A stable word for one way to be refused (area/what), with the code and text it usually goes with; never re-used.
package struct ErrorWord: Sendable, Hashable {
    package let word: String
    package let code: ReplyCode
    package let msg: String
    package let retry: Retry

    package init(_ word: String, _ code: ReplyCode, _ msg: String, retry: Retry = .no) {
        self.word = word
        self.code = code
        self.msg = msg
        self.retry = retry
    }

    package static func == (left: ErrorWord, right: ErrorWord) -> Bool { left.word == right.word }
    package func hash(into hasher: inout Hasher) { hasher.combine(word) }
}
