/// Where a listener waits: a TCP address or a Unix socket, written `127.0.0.1:7117`, `[::1]:7117` or `unix:/run/reviewd/socket`.
package enum ListenAddress: Sendable, Hashable, CustomStringConvertible {
    case tcp(host: String, port: Int)
    case unix(path: String)

    package init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            guard path.hasPrefix("/"), path.utf8.count < 108 else { return nil }
            self = .unix(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65535).contains(port)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty else { return nil }
        self = .tcp(host: host, port: port)
    }

    package var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }

    package var port: Int? {
        if case .tcp(_, let port) = self { port } else { nil }
    }
}

/// An address that a listener really got: with the port that the system chose when 0 was asked for.
package struct BoundAddress: Sendable, Hashable {
    package let address: ListenAddress
    package let isSecure: Bool
}
