import NIOCore

/// Gathers replies so that a burst of pipelined commands is answered with few writes.
///
/// It never writes itself: a write can call back into the session, which then gathers again.
struct Outgoing {
    /// Beyond it, what is gathered goes out at once.
    static let gatheredBytesMax = 32 * 1024
    /// What is gathered waits no longer for a command that takes its time.
    static let delayMax = TimeAmount.milliseconds(5)

    private var buffer: ByteBuffer?
    var timer: Scheduled<Void>?

    var isEmpty: Bool { buffer == nil }
    var isFull: Bool { (buffer?.readableBytes ?? 0) >= Self.gatheredBytesMax }

    mutating func append(_ octets: [UInt8], _ allocator: ByteBufferAllocator) {
        if buffer?.writeBytes(octets) == nil { buffer = allocator.buffer(bytes: octets) }
    }

    mutating func take() -> ByteBuffer? {
        timer?.cancel()
        timer = nil
        defer { buffer = nil }
        return buffer
    }
}
