/// Framing and grammar: the first two octets are a cut; a stream cut there gives the frames of the whole, and requests survive encoding.
func fuzzFraming(_ input: [UInt8], isLoggedIn: Bool) {
    guard input.count > 2 else { return }
    let stream = input[2...]
    let cut = stream.startIndex + (Int(input[0]) << 8 | Int(input[1])) % (stream.count + 1)
    let whole = frames([stream], isLoggedIn: isLoggedIn)
    guard frames([stream[..<cut], stream[cut...]], isLoggedIn: isLoggedIn) == whole else { finding("a cut changes the frames") }
    // Only for short streams: it is the slowest way to feed, and long ones have their cut.
    if stream.count <= 48, frames(stream.indices.map { stream[$0...$0] }, isLoggedIn: isLoggedIn) != whole {
        finding("single octets change the frames")
    }
    for frame in whole.prefix(4) + whole.suffix(1) {
        switch frame {
        case .request(let request):
            guard frames([request.encoded()[...]], isLoggedIn: true) == [.request(request)] else {
                finding("a request changes when encoded")
            }
        case .malformed(let refusal, let request):
            check(refusal, .argument)
            guard !request.verb.isEmpty, request.body == nil else { finding("a malformed request without verb, or with its body") }
        case .refused(let refusal, _): check(refusal, refusal.code)
        case .broken(let refusal):
            check(refusal, .framing)
            guard frame == whole.last else { finding("a frame behind lost framing") }
        }
    }
}

/// A refusal is one line that a client reads back.
private func check(_ refusal: Refusal, _ code: ReplyCode) {
    var writer = ReplyWriter(tag: "t")
    writer.refusal(refusal)
    var parser = ReplyParser()
    parser.feed(writer.bytes)
    guard refusal.code == code, let line = try? parser.next(), line.refusal == refusal else {  // try?: a throw is a finding too
        finding("a refusal does not come back")
    }
}

private func frames(_ pieces: [ArraySlice<UInt8>], isLoggedIn: Bool) -> [Frame] {
    var limits = Limits()
    limits.lineBytesBeforeLogin = 64
    limits.lineBytesAfterLogin = 1 << 16
    limits.bodyBytesAfterLogin = 1 << 16
    var framer = Framer(limits: limits)
    framer.isLoggedIn = isLoggedIn
    var frames: [Frame] = []
    for piece in pieces {
        framer.feed(piece)
        while let frame = framer.next() { frames.append(frame) }
        if !isLoggedIn, framer.buffered > limits.lineBytesBeforeLogin + 1 { finding("more is held than a line") }
    }
    return frames
}
