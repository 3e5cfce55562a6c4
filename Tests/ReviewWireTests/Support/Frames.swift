import ReviewWire

/// The frames of a whole stream, fed in the given pieces and drained after each.
func frames(_ pieces: [ArraySlice<UInt8>], isLoggedIn: Bool = true, limits: Limits = Limits()) -> [Frame] {
    var framer = Framer(limits: limits)
    framer.isLoggedIn = isLoggedIn
    var frames: [Frame] = []
    for piece in pieces {
        framer.feed(piece)
        while let frame = framer.next() { frames.append(frame) }
    }
    return frames
}

func frames(_ octets: [UInt8], isLoggedIn: Bool = true, limits: Limits = Limits()) -> [Frame] {
    frames([octets[...]], isLoggedIn: isLoggedIn, limits: limits)
}

func frames(_ text: String, isLoggedIn: Bool = true, limits: Limits = Limits()) -> [Frame] {
    frames(Array(text.utf8), isLoggedIn: isLoggedIn, limits: limits)
}

extension Frame {
    /// One line that a table of expectations can hold: `word[@tag][ at]`, or the encoded request.
    var summary: String {
        switch self {
        case .request(let request): String(decoding: request.encoded(), as: UTF8.self)
        case .malformed(let refusal, let request): Frame.refused(refusal, tag: request.tag).summary
        case .refused(let refusal, let tag): refusal.err.word + (tag.map { " @\($0)" } ?? "") + (refusal.at.map { " \($0)" } ?? "")
        case .broken(let refusal): refusal.err.word
        }
    }
}
