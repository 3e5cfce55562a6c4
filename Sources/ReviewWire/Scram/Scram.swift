import Crypto
import CryptoExtras
import Foundation

/// SCRAM-SHA-256 and -PLUS (RFC 5802, RFC 7677): names, bounds and the few formulas both sides share.
package enum Scram {
    /// The `mech=` words of the wire.
    package enum Mechanism: String, Sendable, CaseIterable {
        case sha256 = "scram-sha-256"
        case sha256Plus = "scram-sha-256-plus"
    }

    /// What a new credential takes; the client pays for it.
    package static let iterationsDefault = Limits().scramIterations
    /// RFC 7677 §4.
    package static let iterationsMin = 4096
    /// What a client is ready to compute for a server.
    package static let iterationsMax = 10_000_000
    package static let saltBytes = Limits().scramSaltBytes
    package static let bindingName = "tls-server-end-point"

    /// 144 random bits as printable characters without a comma.
    package static func nonce() -> String { Base64.encode(randomBytes(18)) }

    package static func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// `SaltedPassword` of RFC 5802 §3; `password` is prepared already.
    static func saltedPassword(_ password: String, salt: [UInt8], iterations: Int) throws(ScramFailure) -> [UInt8] {
        do {
            let key = try KDF.Insecure.PBKDF2.deriveKey(
                from: Array(password.utf8), salt: salt, using: .sha256, outputByteCount: 32, unsafeUncheckedRounds: iterations)
            return key.withUnsafeBytes { [UInt8]($0) }
        } catch {
            throw .malformed
        }
    }

    static func hmac(_ key: [UInt8], _ text: some DataProtocol) -> [UInt8] {
        [UInt8](HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: key)))
    }

    static func hash(_ bytes: [UInt8]) -> [UInt8] { [UInt8](SHA256.hash(data: bytes)) }

    static func xor(_ one: [UInt8], _ other: [UInt8]) -> [UInt8] { zip(one, other).map { $0 ^ $1 } }

    /// Compares in a time that depends on the lengths only.
    package static func isEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
