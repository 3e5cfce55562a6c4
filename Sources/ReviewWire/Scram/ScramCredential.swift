/// What a server keeps instead of a password (RFC 5802 §3).
package struct ScramCredential: Sendable, Equatable {
    package let salt: [UInt8]
    package let iterations: Int
    package let storedKey: [UInt8]
    package let serverKey: [UInt8]

    package init(salt: [UInt8], iterations: Int, storedKey: [UInt8], serverKey: [UInt8]) {
        self.salt = salt
        self.iterations = iterations
        self.storedKey = storedKey
        self.serverKey = serverKey
    }

    /// Computed where the password is known, by the client or the tool that makes one up.
    package static func make(
        password: String, salt: [UInt8] = Scram.randomBytes(Scram.saltBytes), iterations: Int = Scram.iterationsDefault
    ) throws(ScramFailure) -> ScramCredential {
        guard iterations >= Scram.iterationsMin, !salt.isEmpty else { throw .iterations }
        let salted = try Scram.saltedPassword(try SASLprep.prepare(password), salt: salt, iterations: iterations)
        return ScramCredential(
            salt: salt, iterations: iterations, storedKey: Scram.hash(Scram.hmac(salted, Array("Client Key".utf8))),
            serverKey: Scram.hmac(salted, Array("Server Key".utf8)))
    }

    /// Stands in for a login that does not exist: always the same for the same login, and met by no password.
    package static func fake(
        login: String, secret: [UInt8], iterations: Int = Scram.iterationsDefault
    ) -> ScramCredential {
        func derived(_ purpose: String) -> [UInt8] { Scram.hmac(secret, Array("\(purpose)\u{0}\(login)".utf8)) }
        return ScramCredential(
            salt: Array(derived("salt").prefix(Scram.saltBytes)), iterations: iterations, storedKey: derived("stored key"),
            serverKey: derived("server key"))
    }
}
