import Glibc
import ReviewServer

extension ActivatedSocket {
    /// A listening socket on loopback whose connections hold next to nothing of what is sent: what the peer does not read waits in the daemon.
    static func narrow(name: String) throws -> ActivatedSocket {
        struct NoSocket: Error {}
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var bytes: Int32 = 4096
        setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isListening = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 && listen(descriptor, 64) == 0
            }
        }
        guard isListening else { throw NoSocket() }
        return ActivatedSocket(descriptor: descriptor, name: name)
    }
}
