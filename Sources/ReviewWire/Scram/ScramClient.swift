/// The client's side of one exchange.
package struct ScramClient: Sendable {
    private enum Step: Sendable {
        case start
        case named
        case proven([UInt8])
        case over
    }

    private let password: String
    private let channelBinding: [UInt8]
    private let message: ScramClientFirst
    private var step = Step.start

    /// `channelBinding` is the `tls-server-end-point` data when the client can compute it, nil otherwise.
    package init(
        mechanism: Scram.Mechanism, login: String, password: String, channelBinding: [UInt8]? = nil, nonce: String = Scram.nonce()
    ) throws(ScramFailure) {
        self.password = try SASLprep.prepare(password)
        let binding: ScramBinding
        switch (mechanism, channelBinding) {
        case (.sha256Plus, .some): binding = .used(Scram.bindingName)
        case (.sha256Plus, nil): throw .channelBinding
        case (.sha256, .some): binding = .notOffered
        case (.sha256, nil): binding = .unsupported
        }
        self.channelBinding = mechanism == .sha256Plus ? channelBinding ?? [] : []
        message = ScramClientFirst(binding: binding, login: try SASLprep.prepare(login), nonce: nonce)
    }

    package mutating func first() -> [UInt8] {
        step = .named
        return message.bytes
    }

    /// The client's final message. Takes as long as the server's iterations ask for.
    package mutating func final(_ serverFirst: [UInt8]) throws(ScramFailure) -> [UInt8] {
        guard case .named = step else { throw .order }
        step = .over
        let challenge = try ScramServerFirst(serverFirst)
        guard challenge.nonce.hasPrefix(message.nonce), challenge.nonce.utf8.count > message.nonce.utf8.count else { throw .nonce }
        guard Scram.iterationsMin...Scram.iterationsMax ~= challenge.iterations else { throw .iterations }
        let binding = Array(message.header.utf8) + channelBinding
        let withoutProof = ScramClientFinal.withoutProof(binding: binding, nonce: challenge.nonce)
        let signed = Array("\(message.bare),\(challenge.text),\(withoutProof)".utf8)
        let salted = try Scram.saltedPassword(password, salt: challenge.salt, iterations: challenge.iterations)
        let clientKey = Scram.hmac(salted, Array("Client Key".utf8))
        let proof = Scram.xor(clientKey, Scram.hmac(Scram.hash(clientKey), signed))
        step = .proven(Scram.hmac(Scram.hmac(salted, Array("Server Key".utf8)), signed))
        return Array("\(withoutProof),p=\(Base64.encode(proof))".utf8)
    }

    /// Throws unless the server has proved that it knows the credential; only then is the login good.
    package mutating func verify(_ serverFinal: [UInt8]) throws(ScramFailure) {
        guard case .proven(let expected) = step else { throw .order }
        step = .over
        switch try ScramServerFinal(serverFinal) {
        case .error(let text): throw .server(text)
        case .verifier(let verifier): guard Scram.isEqual(verifier, expected) else { throw .proof }
        }
    }
}
