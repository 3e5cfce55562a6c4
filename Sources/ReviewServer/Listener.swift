import Foundation
import Glibc
import NIOCore
import NIOPosix

/// A socket that waits for connections, and what is put on each of them.
struct Listener: Sendable {
    enum Place: Sendable {
        case address(ListenAddress)
        case activated(ActivatedSocket)
    }

    let place: Place
    /// Nil for plain text, which is spoken on a loopback address or a Unix socket only.
    let security: TransportSecurity?
    let house: House
    let admission: Admission
    let executors: LoopExecutors

    func bind(on loops: any EventLoopGroup) async throws -> (channel: any Channel, bound: BoundAddress) {
        let bootstrap = bootstrap(on: loops)
        let channel: any Channel
        switch place {
        case .address(let address):
            if security == nil { try Self.refusePlainOffTheMachine(address) }
            if case .unix(let path) = address { try UnixSocketFile(path: path).removeStale() }
            channel = try await open(address, with: bootstrap)
        case .activated(let socket):
            do { channel = try await bootstrap.withBoundSocket(socket.descriptor).get() } catch {
                throw StartFault(
                    "the socket \"\(socket.name)\" (descriptor \(socket.descriptor)) that was handed over cannot be used: \(error).")
            }
        }
        guard security != nil || PeerAddress(channel.localAddress).isLocal else {
            try await channel.close()
            throw StartFault(
                "\(Self.text(channel.localAddress)) is plain text and not local; name the socket \"tls\" or use a Unix socket.")
        }
        return (channel, BoundAddress(address: Self.address(channel.localAddress), isSecure: security != nil))
    }

    private func open(_ address: ListenAddress, with bootstrap: ServerBootstrap) async throws -> any Channel {
        do {
            switch address {
            case .tcp(let host, let port): return try await bootstrap.bind(host: host, port: port).get()
            case .unix(let path): return try await bootstrap.bind(unixDomainSocketPath: path).get()
            }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw StartFault("\(address) is taken by another program; choose another address, or stop that program.")
        } catch {
            throw StartFault("cannot listen on \(address): \(error).")
        }
    }

    static func refusePlainOffTheMachine(_ address: ListenAddress) throws {
        guard case .tcp(let host, let port) = address else { return }
        let resolved: SocketAddress
        do { resolved = try SocketAddress.makeAddressResolvingHost(host, port: port) } catch {
            throw StartFault("the address \(address) cannot be resolved.")
        }
        guard PeerAddress(resolved).isLocal else {
            throw StartFault("\(address) would be plain text off this machine; use TLS there, or a loopback address or Unix socket here.")
        }
    }

    private func bootstrap(on loops: any EventLoopGroup) -> ServerBootstrap {
        ServerBootstrap(group: loops)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(.writeBufferWaterMark, value: .init(low: 32 * 1024, high: 128 * 1024))
            .childChannelOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 256, initial: 1024, maximum: 65536))
            .childChannelOption(.maxMessagesPerRead, value: 2)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture { try self.prepare(child) }
            }
    }

    private func prepare(_ child: any Channel) throws {
        let peer = PeerAddress(child.remoteAddress)
        guard admission.enter(peer) else {
            house.journal.record(.connectionRefused(near: peer.near, why: "too many connections"))
            if security == nil { return try child.pipeline.syncOperations.addHandler(Turnaway()) }
            throw ChannelError.inputClosed
        }
        let admission = admission
        child.closeFuture.whenComplete { _ in admission.leave(peer) }
        if case .v4? = child.remoteAddress { _ = child.setOption(.tcpOption(.tcp_nodelay), value: 1) }
        if case .v6? = child.remoteAddress { _ = child.setOption(.tcpOption(.tcp_nodelay), value: 1) }
        let executor = executors[child.eventLoop]
        if let security {
            try child.pipeline.syncOperations.addHandler(security.handler())
            try child.pipeline.syncOperations.addHandler(HandshakeGate(security, address: peer, house: house, executor: executor))
        } else {
            try child.pipeline.syncOperations.addHandler(Session(house: house, peer: Peer(address: peer), executor: executor))
        }
    }

    private static func address(_ address: SocketAddress?) -> ListenAddress {
        switch address {
        case .v4, .v6: .tcp(host: address?.ipAddress ?? "", port: address?.port ?? 0)
        case .unixDomainSocket, nil: .unix(path: address?.pathname ?? "")
        }
    }

    private static func text(_ socket: SocketAddress?) -> String { address(socket).description }
}

/// The file of a Unix socket, which a process that was killed leaves behind.
struct UnixSocketFile {
    let path: String

    /// Removes the file when nobody listens on it any more.
    func removeStale() throws {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw StartFault("\(path) is there and is no socket; name another path.") }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let outcome = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        if outcome == 0 { throw StartFault("unix:\(path) is taken by another program.") }
        if errno == ECONNREFUSED { unlink(path) }
    }
}
