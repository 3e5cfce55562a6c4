import Foundation
import Glibc

/// A listening socket that the service manager opened, with the name that its unit gives it.
package struct ActivatedSocket: Sendable, Equatable {
    package let descriptor: Int32
    /// `tls` makes it a TLS listener; any other name is plain text, which must be local.
    package let name: String

    package var isSecure: Bool { name.split(separator: "-").contains("tls") }

    package init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
    }
}

/// Socket activation as in sd_listen_fds(3): descriptors from 3 on, named by `LISTEN_FDNAMES`.
package enum Activation {
    private static let firstDescriptor: Int32 = 3

    package static func sockets(environment: [String: String] = ProcessInfo.processInfo.environment) -> [ActivatedSocket] {
        guard environment["LISTEN_PID"] == String(getpid()), let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }), count > 0
        else { return [] }
        let names = (environment["LISTEN_FDNAMES"] ?? "").split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        return (0..<count).map { index in
            let descriptor = firstDescriptor + index
            // A child process must not inherit the listener.
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            return ActivatedSocket(descriptor: descriptor, name: Int(index) < names.count ? names[Int(index)] : "unknown")
        }
    }
}
