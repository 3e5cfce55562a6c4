import Foundation
import ReviewClient

/// One connection of the load: counts answers and how long each took, without looking into them.
final class LeanConnection {
    let socket: Socket
    private var scanner = LineScanner()
    private var output: [UInt8] = []
    private var written = 0
    /// When each request under way was written; answers come in their order.
    private var sentAt: [UInt64]
    private var oldest = 0
    private(set) var underWay = 0
    private(set) var refusals = 0

    init(_ address: ServerAddress, inFlight: Int) throws {
        socket = try Socket(address)
        sentAt = [UInt64](repeating: 0, count: max(inFlight, 1))
        output.reserveCapacity(1 << 16)
    }

    var firstRefusal: String? { scanner.firstRefusal }

    /// Awaits a final line that no request of ours asked for: the greeting.
    func expect() { queue { _ in } }

    /// Queues one request; `flush` writes it.
    func queue(_ append: (inout [UInt8]) -> Void) {
        append(&output)
        sentAt[(oldest + underWay) % sentAt.count] = Clock.nanoseconds
        underWay += 1
    }

    /// Writes what it can; true when all went.
    func flush() throws -> Bool {
        while written < output.count {
            let count = try output.withUnsafeBytes { try socket.transmit(UnsafeRawBufferPointer(rebasing: $0[written...])) }
            if count == 0 { return false }
            written += count
        }
        output.removeAll(keepingCapacity: true)
        written = 0
        return true
    }

    /// Reads once; calls `answered` with the nanoseconds that each answer took. False when there was nothing to read.
    func receive(into buffer: UnsafeMutableRawBufferPointer, _ answered: (UInt64) -> Void) throws -> Bool {
        guard let count = try socket.receive(into: buffer) else { return false }
        guard count > 0 else { throw SocketError(text: "the server closed a connection; \(firstRefusal ?? "it gave no reason")") }
        let now = Clock.nanoseconds
        scanner.scan(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { refuses in
            if refuses { refusals += 1 }
            guard underWay > 0 else { return }
            answered(now - sentAt[oldest])
            oldest = (oldest + 1) % sentAt.count
            underWay -= 1
        }
        return true
    }
}
