import ReviewWire
import Testing

/// Whole exchanges between our two sides, and the vector of RFC 7677 §3.
struct ScramTests {
    private static let credential: ScramCredential = {
        // try?: the guard answers
        guard let credential = try? ScramCredential.make(password: "pencil", salt: salt, iterations: 4096) else {
            preconditionFailure("the vector's credential")
        }
        return credential
    }()
    private static let salt: [UInt8] = Base64.decode("W22ZaJ0SNY7soEsUEjb6gQ==") ?? []
    private static let endPoint = [UInt8](repeating: 7, count: 32)

    @Test func `the vector of RFC 7677 comes out of both sides`() throws {
        var client = try ScramClient(mechanism: .sha256, login: "user", password: "pencil", nonce: "rOprNGfwEbeRWgbNEkqO")
        var server = ScramServer(mechanism: .sha256, channelBinding: nil, nonce: "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0")
        let first = client.first()
        #expect(text(first) == "n,,n=user,r=rOprNGfwEbeRWgbNEkqO")
        #expect(try server.begin(first) == "user")
        let challenge = try server.challenge(Self.credential)
        #expect(text(challenge) == "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
        let final = try client.final(challenge)
        #expect(
            text(final)
                == "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
        let verifier = try server.final(final)
        #expect(text(verifier) == "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
        try client.verify(verifier)
    }

    /// One exchange; `forge` may change a message on its way, numbered from 1.
    private func exchange(
        _ mechanism: Scram.Mechanism = .sha256, password: String = "pencil", credential: ScramCredential = credential,
        client clientBinding: [UInt8]? = nil, server serverBinding: [UInt8]? = nil, forge: (Int, String) -> String = { $1 }
    ) throws {
        func send(_ number: Int, _ message: [UInt8]) -> [UInt8] { Array(forge(number, text(message)).utf8) }
        var client = try ScramClient(mechanism: mechanism, login: "amina, = é", password: password, channelBinding: clientBinding)
        var server = ScramServer(mechanism: mechanism, channelBinding: serverBinding)
        #expect(try server.begin(send(1, client.first())) == "amina, = é")
        let final = try client.final(send(2, try server.challenge(credential)))
        try client.verify(send(4, try server.final(send(3, final))))
    }

    @Test func `a right password is accepted, with and without channel binding`() throws {
        try exchange()
        try exchange(.sha256Plus, client: Self.endPoint, server: Self.endPoint)
        try exchange(client: Self.endPoint)
        try exchange(server: Self.endPoint)
    }

    @Test func `a wrong password is refused`() {
        #expect(throws: ScramFailure.proof) { try exchange(password: "pencils") }
        #expect(throws: ScramFailure.proof) { try exchange(.sha256Plus, password: "Pencil", client: Self.endPoint, server: Self.endPoint) }
        #expect(ScramFailure.proof.refusal == Refusal(.sessionCredentials))
    }

    @Test func `an unknown login takes the same steps`() throws {
        let fake = ScramCredential.fake(login: "nobody", secret: [1, 2, 3], iterations: 4096)
        #expect(fake == ScramCredential.fake(login: "nobody", secret: [1, 2, 3], iterations: 4096))
        #expect(fake != ScramCredential.fake(login: "nobody2", secret: [1, 2, 3], iterations: 4096))
        #expect(fake != ScramCredential.fake(login: "nobody", secret: [1, 2, 4], iterations: 4096))
        #expect(fake.iterations == Self.credential.iterations && fake.salt.count == Self.credential.salt.count)
        #expect(throws: ScramFailure.proof) { try exchange(credential: fake) }
    }

    @Test func `a nonce that is not the exchange's is refused`() {
        #expect(throws: ScramFailure.nonce) { try exchange { $0 == 2 ? $1.replacing(/r=[^,]+/, with: "r=abc") : $1 } }
        #expect(throws: ScramFailure.nonce) { try exchange { $0 == 3 ? $1.replacing(/r=[^,]+/, with: "r=abc") : $1 } }
        #expect(throws: ScramFailure.nonce) { try exchange { $0 == 3 ? $1.replacing(/,p=/, with: "x,p=") : $1 } }
    }

    @Test func `a server that adds no nonce of its own is left`() throws {
        var client = try ScramClient(mechanism: .sha256, login: "a", password: "b", nonce: "abc")
        _ = client.first()
        #expect(throws: ScramFailure.nonce) { try client.final(Array("r=abc,s=AAAA,i=4096".utf8)) }
    }

    @Test func `tampered channel binding is refused`() {
        let other = [UInt8](repeating: 8, count: 32)
        #expect(throws: ScramFailure.channelBinding) { try exchange(.sha256Plus, client: Self.endPoint, server: other) }
        #expect(throws: ScramFailure.channelBinding) { try exchange(.sha256Plus, client: Self.endPoint, server: Self.endPoint + [0]) }
        #expect(throws: ScramFailure.channelBinding) { try exchange { $0 == 3 ? $1.replacing("c=biws", with: "c=eSws") : $1 } }
    }

    @Test func `a downgrade is refused`() {
        #expect(throws: ScramFailure.channelBinding, "the client could, the server does: someone hid the offer") {
            try exchange(client: Self.endPoint, server: Self.endPoint)
        }
        for (header, binding) in [
            ("n,,", Self.endPoint), ("y,,", Self.endPoint), ("p=tls-unique,,", Self.endPoint), ("p=tls-server-end-point,,", nil),
        ] {
            var server = ScramServer(mechanism: .sha256Plus, channelBinding: binding)
            #expect(throws: ScramFailure.channelBinding) { try server.begin(Array("\(header)n=a,r=b".utf8)) }
        }
        var server = ScramServer(mechanism: .sha256, channelBinding: Self.endPoint)
        #expect(throws: ScramFailure.channelBinding) { try server.begin(Array("p=tls-server-end-point,,n=a,r=b".utf8)) }
        #expect(throws: ScramFailure.channelBinding) { _ = try ScramClient(mechanism: .sha256Plus, login: "a", password: "b") }
    }

    @Test func `a server that does not know the credential is not believed`() {
        #expect(throws: ScramFailure.proof) { try exchange { $0 == 4 ? "v=" + Base64.encode([UInt8](repeating: 0, count: 32)) : $1 } }
        #expect(throws: ScramFailure.server("invalid-proof")) { try exchange { $0 == 4 ? "e=invalid-proof" : $1 } }
    }

    @Test func `iterations out of bounds are not computed`() {
        for count in ["1", "4095", "10000001", "999999999"] {
            #expect(throws: ScramFailure.iterations) { try exchange { $0 == 2 ? $1.replacing("i=4096", with: "i=\(count)") : $1 } }
        }
        #expect(throws: ScramFailure.iterations) { try ScramCredential.make(password: "a", iterations: 4095) }
    }

    @Test func `steps out of order end the exchange`() throws {
        var server = ScramServer(mechanism: .sha256, channelBinding: nil)
        #expect(throws: ScramFailure.order) { try server.final(Array("c=biws,r=b,p=AAAA".utf8)) }
        #expect(throws: ScramFailure.order) { try server.begin(Array("n,,n=a,r=b".utf8)) }
        var client = try ScramClient(mechanism: .sha256, login: "a", password: "b")
        #expect(throws: ScramFailure.order) { try client.final([]) }
        #expect(throws: ScramFailure.order) { try client.verify([]) }
    }

    @Test func `one acts for oneself only`() throws {
        var server = ScramServer(mechanism: .sha256, channelBinding: nil)
        #expect(throws: ScramFailure.proof) { try server.begin(Array("n,a=other,n=a,r=b".utf8)) }
        server = ScramServer(mechanism: .sha256, channelBinding: nil)
        #expect(try server.begin(Array("n,a=a,n=a,r=b".utf8)) == "a")
    }

    private func text(_ message: [UInt8]) -> String { String(decoding: message, as: UTF8.self) }
}
