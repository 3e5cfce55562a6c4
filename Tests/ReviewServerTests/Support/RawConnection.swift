import Foundation
import Glibc
import ReviewClient

/// A socket without manners: sends any octets in any pieces, and reads whatever comes.
// @unchecked: one test uses it, one call after the other.
final class RawConnection: @unchecked Sendable {
    struct Closed: Error {}

    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// `patienceSeconds`: how long a silence is taken for the end.
    init(to address: ServerAddress, receiveBufferBytes: Int32? = nil, patienceSeconds: Int = 20) throws {
        guard case .tcp(_, let port) = address else { throw Closed() }
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var bytes = receiveBufferBytes { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<Int32>.size)) }
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = in_port_t(UInt16(port).bigEndian)
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        let outcome = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard outcome == 0 else { throw Closed() }
    }

    deinit { close(descriptor) }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ octets: [UInt8]) throws {
        var sent = 0
        while sent < octets.count {
            let count = octets[sent...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Closed() }
            sent += count
        }
    }

    /// Sends what fits without waiting; false when the peer takes no more.
    func sendWithoutWaiting(_ text: String) -> Bool {
        let octets = Array(text.utf8)
        return Glibc.send(descriptor, octets, octets.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)) == octets.count
    }

    /// Its end is a reset: whatever is under way for it is for nobody.
    func endByReset() {
        var hard = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
    }

    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next line without its end; nil when the server has closed. Waits on a thread of its own, since the pool's are few.
    func line() async throws -> String? {
        try await withCheckedThrowingContinuation { caller in
            DispatchQueue.global().async { caller.resume(with: Result { try self.waitForLine() }) }
        }
    }

    private func waitForLine() throws -> String? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                defer { buffer.removeSubrange(...end) }
                return String(decoding: buffer[..<end], as: UTF8.self)
            }
            var piece = [UInt8](repeating: 0, count: 65536)
            let count = recv(descriptor, &piece, piece.count, 0)
            if count == 0 { return nil }
            guard count > 0 else { throw Closed() }
            buffer += piece[..<count]
        }
    }

    func lines(_ count: Int) async throws -> [String] {
        var lines: [String] = []
        while lines.count < count, let line = try await line() { lines.append(line) }
        return lines
    }

    /// Everything until the server closes.
    func rest() async throws -> [String] {
        var lines: [String] = []
        while let line = try await line() { lines.append(line) }
        return lines
    }
}

extension String {
    /// The code of a server line.
    var code: String { String(prefix(3)) }
}
