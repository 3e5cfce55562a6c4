import Foundation
import Glibc

/// The service manager's side of sd_notify(3): a socket for datagrams, in the file system or in the abstract namespace.
final class NotifySocket: Sendable {
    let path: String
    private let descriptor: Int32

    /// A leading @ stands for the abstract namespace.
    init(path: String = "/tmp/reviewd-notify-\(UUID().uuidString)") {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
    }

    deinit {
        close(descriptor)
        if path.hasPrefix("/") { unlink(path) }
    }

    /// The next datagram; empty when none comes in half a minute.
    func next() async -> String {
        await withCheckedContinuation { caller in
            DispatchQueue.global().async { [self] in caller.resume(returning: receive(0)) }
        }
    }

    /// A datagram that has come already; empty when there is none.
    func here() -> String { receive(Int32(MSG_DONTWAIT)) }

    private func receive(_ flags: Int32) -> String {
        var octets = [UInt8](repeating: 0, count: 512)
        return String(decoding: octets[..<max(0, recv(descriptor, &octets, octets.count, flags))], as: UTF8.self)
    }
}
