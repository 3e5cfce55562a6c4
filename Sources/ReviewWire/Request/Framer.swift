/// Turns octets into frames: a value without I/O, the same frames for every way the octets are cut (PROTOCOL §1, §2).
///
/// Call `next()` until it gives nil after each `feed`; then what is held never exceeds one line, or one payload within its limit.
package struct Framer: Sendable {
    private enum Phase {
        case line
        /// Inside a payload: `kept` when it goes to `body`, else counted down only.
        case payload(left: Int, kept: Bool)
        case payloadEnd
        case broken
    }

    private enum LineEnd {
        case unknown
        case found(end: Int, next: Int)
        case broken(ErrorWord)
    }

    package let limits: Limits
    /// Set by the session when a login succeeds; the larger limits hold from then on.
    package var isLoggedIn = false

    private var phase = Phase.line
    private var buffer: [UInt8] = []
    /// The first octet of `buffer` that is not decoded yet.
    private var start = 0
    /// Octets after `start` that are known to hold no line end and no control.
    private var scanned = 0
    /// What the payload being read belongs to.
    private var pending: Frame?
    private var body: [UInt8] = []

    package init(limits: Limits = Limits()) { self.limits = limits }

    /// Octets that came but are not decoded yet; more than none behind `auth` is an error of the client.
    package var buffered: Int { buffer.count - start }

    /// Whether a line or payload has begun and its end has not come.
    package var isInsideFrame: Bool { if case .line = phase { buffered > 0 } else { true } }

    package mutating func feed(_ bytes: some Collection<UInt8>) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { feed(raw: UnsafeRawBufferPointer($0)) }
        if isDone == nil { [UInt8](bytes).withUnsafeBytes { feed(raw: $0) } }
    }

    package mutating func feed(raw: UnsafeRawBufferPointer) {
        var raw = raw
        if case .broken = phase { return }
        if buffered == 0, case .payload(let left, let kept) = phase {
            let count = min(left, raw.count)
            if kept { body.append(contentsOf: UnsafeRawBufferPointer(rebasing: raw.prefix(count)).assumingMemoryBound(to: UInt8.self)) }
            phase = .payload(left: left - count, kept: kept)
            raw = UnsafeRawBufferPointer(rebasing: raw.dropFirst(count))
        }
        buffer.append(contentsOf: raw.assumingMemoryBound(to: UInt8.self))
    }

    /// The next frame, or nil when more octets are needed.
    package mutating func next() -> Frame? {
        while true {
            switch phase {
            case .broken: return nil
            case .line:
                switch lineEnd() {
                case .unknown:
                    compact()
                    return nil
                case .broken(let word): return lost(word)
                case .found(let end, let next):
                    if let frame = line(to: end, next: next) { return frame }
                }
            case .payload(let left, let kept):
                guard payload(left: left, kept: kept) else { return nil }
            case .payloadEnd: return payloadEnd()
            }
        }
    }

    private mutating func lost(_ word: ErrorWord) -> Frame {
        phase = .broken
        buffer = []
        body = []
        (start, scanned, pending) = (0, 0, nil)
        return .broken(Refusal(word))
    }

    /// The octet at the limit may only be a line end, so that an endless line is refused as soon as it is too long.
    private mutating func lineEnd() -> LineEnd {
        let last = start + (isLoggedIn ? limits.lineBytesAfterLogin : limits.lineBytesBeforeLogin)
        return buffer.withUnsafeBytes { raw in
            let bound = min(raw.count, last + 1)
            var index = start + scanned
            while true {
                index = ByteScan.firstControl(raw, from: index, to: bound)
                guard index < bound else { break }
                switch raw[index] {
                case ASCII.lineFeed: return .found(end: index, next: index + 1)
                case ASCII.carriageReturn:
                    guard index + 1 < raw.count else {
                        scanned = index - start
                        return .unknown
                    }
                    if raw[index + 1] == ASCII.lineFeed { return .found(end: index, next: index + 2) }
                    return .broken(index == last ? .framingLineTooLong : .framingBareCR)
                case ASCII.tab where index < last: index += 1
                default: return .broken(index == last ? .framingLineTooLong : .framingControl)
                }
            }
            if bound > last { return .broken(.framingLineTooLong) }
            scanned = bound - start
            return .unknown
        }
    }

    /// Consumes a line; its frame, or nil when a payload comes first.
    private mutating func line(to end: Int, next: Int) -> Frame? {
        let limits = limits
        let bodyBytesMax = isLoggedIn ? limits.bodyBytesAfterLogin : limits.bodyBytesBeforeLogin
        let (frame, count): (Frame, Int?) = buffer.withUnsafeBytes { raw in
            let line = UnsafeRawBufferPointer(rebasing: raw[start..<end])
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { return (.broken(Refusal(.framingByteOrderMark)), nil) }
            guard ByteScan.isUTF8(line) else { return (.broken(Refusal(.framingBadUTF8)), nil) }
            switch Literal.find(in: line) {
            case .none: return (RequestGrammar.parse(line, limits: limits), nil)
            case .octets(let count, let lineEnd) where count <= limits.payloadBytesMax:
                let head = UnsafeRawBufferPointer(rebasing: line[..<lineEnd])
                return (RequestGrammar.parse(head, limits: limits), count)
            default: return (.broken(Refusal(.framingTooLarge)), nil)
            }
        }
        if case .broken(let refusal) = frame { return lost(refusal.err) }
        start = next
        scanned = 0
        guard let count else { return frame }
        pending = count > bodyBytesMax ? frame.tooLarge(bytesMax: bodyBytesMax) : frame
        if case .request? = pending { phase = .payload(left: count, kept: true) } else { phase = .payload(left: count, kept: false) }
        body = []
        return nil
    }

    /// Takes what is buffered of a payload; whether it is complete.
    private mutating func payload(left: Int, kept: Bool) -> Bool {
        let count = min(left, buffered)
        if kept, count > 0 { body.append(contentsOf: buffer[start..<start + count]) }
        start += count
        phase = left == count ? .payloadEnd : .payload(left: left - count, kept: kept)
        if count < left { compact() }
        return left == count
    }

    private mutating func payloadEnd() -> Frame? {
        guard buffered > 0 else { return nil }
        let isLong = buffer[start] == ASCII.carriageReturn
        if isLong && buffered == 1 { return nil }
        guard buffer[isLong ? start + 1 : start] == ASCII.lineFeed, let frame = pending else { return lost(.framingPayloadEnd) }
        start += isLong ? 2 : 1
        (phase, pending) = (.line, nil)
        guard case .request(var request) = frame else { return frame }
        request.body = body
        body = []
        return .request(request)
    }

    /// Gives decoded octets back; large storage is let go, so that a quiet connection is a small one.
    private mutating func compact() {
        guard start > 0 else { return }
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= 1 << 12)
        } else {
            buffer.removeSubrange(..<start)
        }
        start = 0
    }
}

extension Frame {
    /// The refusal of the body, which comes before any other of the same line.
    fileprivate func tooLarge(bytesMax: Int) -> Frame {
        let refusal = Refusal(.wireBodyTooLarge, at: "body", detail: [("max", .int(Int64(bytesMax)))])
        return switch self {
        case .request(let request), .malformed(_, let request): .refused(refusal, tag: request.tag)
        case .refused(_, let tag): .refused(refusal, tag: tag)
        case .broken: self
        }
    }
}
