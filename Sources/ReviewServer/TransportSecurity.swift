import NIOCore
import NIOSSL
import NIOTLS
import ReviewService
import ReviewWire
import X509

/// TLS 1.3 with ALPN `rvw/1`, and what of it the authentication needs.
struct TransportSecurity: Sendable {
    private let context: NIOSSLContext
    private let channelBinding: [UInt8]?
    private let asksForCertificate: Bool

    /// Throws a `StartFault` that names the file when the certificate or the key cannot be used.
    init(_ files: CertificateFiles, clientCertificates: Bool) throws {
        let chain: [NIOSSLCertificate]
        do { chain = try NIOSSLCertificate.fromPEMFile(files.chainPath) } catch {
            throw StartFault("the certificate \(files.chainPath) cannot be read as PEM.")
        }
        guard let first = chain.first else { throw StartFault("there is no certificate in \(files.chainPath).") }
        let key: NIOSSLPrivateKey
        do { key = try NIOSSLPrivateKey(file: files.keyPath, format: .pem) } catch {
            throw StartFault("the private key \(files.keyPath) cannot be read as PEM.")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv13
        configuration.applicationProtocols = [WireProtocol.name]
        if clientCertificates { configuration.certificateVerification = .optionalVerification }
        do { context = try NIOSSLContext(configuration: configuration) } catch {
            throw StartFault("the certificate \(files.chainPath) and the key \(files.keyPath) cannot be used together: \(error).")
        }
        channelBinding = try ChannelBinding.endPointHash(certificateDER: first.toDERBytes())
        asksForCertificate = clientCertificates
    }

    func handler() -> NIOSSLServerHandler {
        guard asksForCertificate else { return NIOSSLServerHandler(context: context) }
        // Any certificate may be shown: the handshake proves that the client holds its key, and the account is bound to that key alone.
        return NIOSSLServerHandler(context: context, customVerificationCallback: { _, promise in promise.succeed(.certificateVerified) })
    }

    func peer(_ address: PeerAddress, certificate: NIOSSLCertificate?) -> Peer {
        // try?: a certificate whose key cannot be read is as good as none. The whole SubjectPublicKeyInfo is hashed, as openssl writes it.
        let key = try? certificate?.extractPublicKey().toSPKIBytes()
        return Peer(address: address, isSecure: true, channelBinding: channelBinding, fingerprint: key.map { Digest(of: $0) })
    }
}

/// Stands behind the TLS handler until the handshake is over, and puts the session in its own place if the protocol is ours.
final class HandshakeGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let security: TransportSecurity
    private let address: PeerAddress
    private let house: House
    private let executor: LoopExecutor
    private var timer: Scheduled<Void>?

    init(_ security: TransportSecurity, address: PeerAddress, house: House, executor: LoopExecutor) {
        self.security = security
        self.address = address
        self.house = house
        self.executor = executor
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: .seconds(Int64(house.options.time.handshakeSeconds))) {
            bound.value.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? TLSUserEvent, case .handshakeCompleted(let negotiated) = event else {
            return context.fireUserInboundEventTriggered(event)
        }
        guard negotiated == WireProtocol.name else {
            return refuse("ALPN is \(negotiated ?? "absent")", context)
        }
        do {
            let certificate = try context.pipeline.syncOperations.nioSSL_peerCertificate()
            let session = Session(house: house, peer: security.peer(address, certificate: certificate), executor: executor)
            try context.pipeline.syncOperations.addHandler(session, position: .after(self))
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        } catch {
            refuse("no session", context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        refuse("no TLS 1.3: \(error)", context)
    }

    private func refuse(_ why: String, _ context: ChannelHandlerContext) {
        house.journal.record(.handshakeRefused(near: address.near, why: why))
        context.close(promise: nil)
    }
}
