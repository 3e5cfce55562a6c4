import Glibc

/// Blocking sockets in the file system.
enum UnixSocket {
    static func listen(at path: String) throws -> Int32 {
        try open(path) { descriptor, place, length in bind(descriptor, place, length) == 0 && Glibc.listen(descriptor, 64) == 0 }
    }

    static func connect(to path: String) throws -> Int32 {
        try open(path) { Glibc.connect($0, $1, $2) == 0 }
    }

    /// False when the other side is gone.
    static func write(_ octets: [UInt8], to descriptor: Int32) -> Bool {
        var rest = octets[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Empty at the end.
    static func read(_ descriptor: Int32) -> ArraySlice<UInt8> {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        return chunk[..<max(0, recv(descriptor, &chunk, chunk.count, 0))]
    }

    private static func open(
        _ path: String, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let isGood = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard isGood else {
            close(descriptor)
            throw TranscriptProblem("no socket at \(path)")
        }
        return descriptor
    }
}
