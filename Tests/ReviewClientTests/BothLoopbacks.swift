import NIOCore
import NIOPosix

/// Finds every name at ::1 and at 127.0.0.1, as `localhost` often is.
struct BothLoopbacks: Resolver {
    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> { found("127.0.0.1", port) }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> { found("::1", port) }

    func cancelQueries() {}

    private func found(_ address: String, _ port: Int) -> EventLoopFuture<[SocketAddress]> {
        MultiThreadedEventLoopGroup.singleton.any().makeCompletedFuture { [try SocketAddress(ipAddress: address, port: port)] }
    }
}
