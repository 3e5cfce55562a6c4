/// The client's parser: the first octet is the size of the pieces; a cut changes neither the lines nor the error.
func fuzzReplies(_ input: [UInt8]) {
    guard let size = input.first else { return }
    let stream = input[1...]
    guard outcome(stream, size: stream.count + 1) == outcome(stream, size: Int(size) + 1) else { finding("a cut changes the reply") }
}

private struct Outcome: Equatable {
    var lines: [ServerLine] = []
    var error: ReplyError?
}

private func outcome(_ stream: ArraySlice<UInt8>, size: Int) -> Outcome {
    var parser = ReplyParser(lineBytesMax: 1 << 12, rawBytesMax: 1 << 12)
    var outcome = Outcome()
    var rest = stream
    do throws(ReplyError) {
        while !rest.isEmpty {
            parser.feed(rest.prefix(size))
            rest = rest.dropFirst(size)
            while let line = try parser.next() { outcome.lines.append(line) }
        }
    } catch {
        outcome.error = error
    }
    for line in outcome.lines { _ = line.refusal }
    return outcome
}
