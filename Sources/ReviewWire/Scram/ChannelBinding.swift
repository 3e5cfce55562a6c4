import Crypto
import X509

/// The channel binding `tls-server-end-point` (RFC 5929 §4).
package enum ChannelBinding {
    /// The digest of the server's certificate by the hash of its signature, with SHA-256 in place of SHA-1; nil when that is not defined
    /// (Ed25519) or the octets are not a certificate, and then -PLUS cannot be used.
    package static func endPointHash(certificateDER: [UInt8]) -> [UInt8]? {
        // try?: a certificate that cannot be read has no binding, which is the answer.
        guard let certificate = try? Certificate(derEncoded: certificateDER) else { return nil }
        return switch certificate.signatureAlgorithm {
        case .sha1WithRSAEncryption, .sha256WithRSAEncryption, .ecdsaWithSHA256: [UInt8](SHA256.hash(data: certificateDER))
        case .sha384WithRSAEncryption, .ecdsaWithSHA384: [UInt8](SHA384.hash(data: certificateDER))
        case .sha512WithRSAEncryption, .ecdsaWithSHA512: [UInt8](SHA512.hash(data: certificateDER))
        default: nil
        }
    }
}
