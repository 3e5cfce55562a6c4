import ReviewWire

/// Logging in, by each of the mechanisms of PROTOCOL §6.
extension ReviewConnection {
    /// Says `hello`; the reply's object. Throws `ClientError.refused` when the server does not speak our version.
    @discardableResult
    package func hello(agent: String) async throws -> JSONValue {
        try await send(Request("hello", ["proto": "rvw/1", "agent": agent])).orThrow().result
    }

    /// Whether the greeting names this mechanism.
    package func offers(_ mechanism: String) -> Bool {
        (greeting["auth"]?.elements ?? []).contains { $0.text == mechanism }
    }

    /// Logs in with a token; the object of the `235`.
    @discardableResult
    package func logIn(token: String) async throws -> JSONValue {
        try await send(Request("auth", ["mech": "token", "data": token])).orThrow().result
    }

    /// Logs in with the client certificate of the TLS handshake.
    @discardableResult
    package func logInWithCertificate() async throws -> JSONValue {
        try await send(Request("auth", ["mech": "external"])).orThrow().result
    }

    /// Logs in by SCRAM-SHA-256, bound to the server's certificate (`-PLUS`) where the connection is secure and the server offers it;
    /// the object of the `235`. The server must prove that it knows the password's verifier, else `ClientError.login`.
    @discardableResult
    package func logIn(login: String, password: String) async throws -> JSONValue {
        let binding = peerCertificate.flatMap(ChannelBinding.endPointHash)
        let mechanism: Scram.Mechanism = binding != nil && offers("scram-sha-256-plus") ? .sha256Plus : .sha256
        guard offers(mechanism.rawValue) else {
            throw ClientError.login("the server offers no login by password on this connection")
        }
        do {
            return try await exchange(
                ScramClient(mechanism: mechanism, login: login, password: password, channelBinding: binding), mechanism)
        } catch let failure as ScramFailure {
            throw ClientError.login(Self.sentence(failure))
        }
    }

    private func exchange(_ client: ScramClient, _ mechanism: Scram.Mechanism) async throws -> JSONValue {
        var client = client
        let challenge = try await send(
            Request("auth", ["mech": mechanism.rawValue, "data": Base64.encode(client.first())])
        ).orThrow()
        guard challenge.final.code == .next else { throw ClientError.notOurProtocol("auth was not answered by a 334") }
        let answer = try client.final(try Self.octets(challenge))
        let session = try await send(Request("auth.step", ["data": Base64.encode(answer)])).orThrow()
        try client.verify(try Self.octets(session))
        return session.result
    }

    private static func octets(_ reply: ServerReply) throws -> [UInt8] {
        guard let octets = reply.result["data"]?.text.flatMap({ Base64.decode($0) }) else {
            throw ClientError.notOurProtocol("an authentication step holds no data")
        }
        return octets
    }

    private static func sentence(_ failure: ScramFailure) -> String {
        switch failure {
        case .proof: "the server could not prove that it knows this account: it may not be the one you think"
        case .password: "the password holds characters that no password may hold"
        case .iterations: "the server asks for an unreasonable number of iterations"
        case .server(let text): "the server said \(text)"
        default: "the server's part of the exchange is wrong"
        }
    }
}
