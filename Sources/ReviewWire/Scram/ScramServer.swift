/// The server's side of one exchange: a value without I/O that is given messages and gives messages.
package struct ScramServer: Sendable {
    private enum Step: Sendable {
        case start
        case named(ScramClientFirst)
        case challenged(ScramClientFirst, ScramServerFirst, ScramCredential)
        case over
    }

    package let mechanism: Scram.Mechanism
    /// The `tls-server-end-point` data of the connection; nil without TLS, and then -PLUS is not offered.
    private let channelBinding: [UInt8]?
    private let nonce: String
    private var step = Step.start

    package init(mechanism: Scram.Mechanism, channelBinding: [UInt8]?, nonce: String = Scram.nonce()) {
        self.mechanism = mechanism
        self.channelBinding = channelBinding
        self.nonce = nonce
    }

    /// Reads the client's first message; answers with the login whose credential `challenge` wants.
    package mutating func begin(_ clientFirst: [UInt8]) throws(ScramFailure) -> String {
        guard case .start = step else { throw fail(.order) }
        step = .over
        let first = try ScramClientFirst(clientFirst)
        guard first.authorization == nil || first.authorization == first.login else { throw .proof }
        try check(first.binding)
        step = .named(first)
        return first.login
    }

    /// The server's first message. An unknown login gets `ScramCredential.fake` and sees no difference.
    package mutating func challenge(_ credential: ScramCredential) throws(ScramFailure) -> [UInt8] {
        guard case .named(let first) = step else { throw fail(.order) }
        let challenge = ScramServerFirst(nonce: first.nonce + nonce, salt: credential.salt, iterations: credential.iterations)
        step = .challenged(first, challenge, credential)
        return challenge.bytes
    }

    /// Checks the client's proof; the server's final message, which proves to the client that the server knows the credential.
    package mutating func final(_ clientFinal: [UInt8]) throws(ScramFailure) -> [UInt8] {
        guard case .challenged(let first, let challenge, let credential) = step else { throw fail(.order) }
        step = .over
        let message = try ScramClientFinal(clientFinal)
        var binding = Array(first.header.utf8)
        if case .used = first.binding { binding += channelBinding ?? [] }
        let signed = Array("\(first.bare),\(challenge.text),\(message.withoutProof)".utf8)
        let clientKey = Scram.xor(message.proof, Scram.hmac(credential.storedKey, signed))
        let isProven = Scram.isEqual(Scram.hash(clientKey), credential.storedKey)
        guard Scram.isEqual(message.binding, binding) else { throw .channelBinding }
        guard Scram.isEqual(Array(message.nonce.utf8), Array(challenge.nonce.utf8)) else { throw .nonce }
        guard isProven else { throw .proof }
        return Array("v=\(Base64.encode(Scram.hmac(credential.serverKey, signed)))".utf8)
    }

    private mutating func fail(_ failure: ScramFailure) -> ScramFailure {
        step = .over
        return failure
    }

    /// RFC 5802 §6: `y` where binding is offered means that someone took the offer out of the greeting.
    private func check(_ binding: ScramBinding) throws(ScramFailure) {
        switch (mechanism, binding) {
        case (.sha256Plus, .used(Scram.bindingName)) where channelBinding != nil: return
        case (.sha256, .unsupported): return
        case (.sha256, .notOffered) where channelBinding == nil: return
        default: throw .channelBinding
        }
    }
}
