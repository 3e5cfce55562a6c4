import Foundation
import ReviewClient

/// A failed system call, as a sentence.
struct SocketError: Error, CustomStringConvertible {
    let description: String

    init(_ call: String) { description = "\(call): \(String(cString: strerror(errno)))" }
    init(text: String) { description = text }
}

/// A plain, non-blocking stream socket.
struct Socket {
    let descriptor: Int32

    /// Connects (blocking, the peers are local), then turns blocking off.
    init(_ address: ServerAddress) throws {
        switch address {
        case .unix(let path): descriptor = try Self.unix(path)
        case .tcp(let host, let port): descriptor = try Self.tcp(host, port)
        }
        let flags = fcntl(descriptor, F_GETFL)
        guard fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 else { throw SocketError("fcntl") }
    }

    private static func unix(_ path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw SocketError("socket") }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        let octets = Array(path.utf8)
        guard octets.count < MemoryLayout.size(ofValue: name.sun_path) else { throw SocketError(text: "\(path) is too long") }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: octets) }
        let status = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw SocketError("connect \(path)") }
        return descriptor
    }

    private static func tcp(_ host: String, _ port: Int) throws -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0 else { throw SocketError(text: "\(host) was not found") }
        defer { freeaddrinfo(found) }
        var next = found
        while let candidate = next?.pointee {
            let descriptor = socket(candidate.ai_family, candidate.ai_socktype, 0)
            if descriptor >= 0 {
                if connect(descriptor, candidate.ai_addr, candidate.ai_addrlen) == 0 {
                    var yes: Int32 = 1
                    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
                    return descriptor
                }
                close(descriptor)
            }
            next = candidate.ai_next
        }
        throw SocketError("connect \(host):\(port)")
    }

    /// Octets read; 0 when the peer closed, nil when there are none now.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws -> Int? {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count >= 0 { return count }
        guard errno == EAGAIN || errno == EINTR else { throw SocketError("read") }
        return nil
    }

    /// Octets written; 0 when the socket takes none now.
    func transmit(_ octets: UnsafeRawBufferPointer) throws -> Int {
        let count = send(descriptor, octets.baseAddress, octets.count, Int32(MSG_NOSIGNAL))
        if count >= 0 { return count }
        guard errno == EAGAIN || errno == EINTR else { throw SocketError("send") }
        return 0
    }
}

/// Seconds and nanoseconds of the monotonic clock.
enum Clock {
    static var nanoseconds: UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }
}
