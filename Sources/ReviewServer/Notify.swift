import Foundation
import Glibc

/// Tells the service manager how we are, by the datagrams of sd_notify(3).
package struct Notify: Sendable {
    private let path: String?
    /// Half the time within which the service manager wants to hear from us, in milliseconds; nil without a watchdog.
    package let watchdogMilliseconds: Int64?

    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        path = environment["NOTIFY_SOCKET"]
        let isOurs = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
        watchdogMilliseconds = isOurs ? environment["WATCHDOG_USEC"].flatMap { Int64($0) }.map { max(1, $0 / 2000) } : nil
    }

    package func ready(_ status: String) { send("READY=1\nSTATUS=\(status)\n") }
    package func stopping() { send("STOPPING=1\nSTATUS=draining\n") }
    package func alive() { send("WATCHDOG=1\n") }

    /// A manager that cannot be told is no reason to stop serving, so a failure to send is not reported.
    private func send(_ message: String) {
        guard let path, path.utf8.count > 1, path.hasPrefix("/") || path.hasPrefix("@") else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        // A leading @ stands for the NUL of the abstract namespace.
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let octets = Array(message.utf8)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, octets, octets.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
    }
}
