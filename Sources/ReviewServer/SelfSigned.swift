import Crypto
import Foundation
import ReviewService
import X509

/// A certificate for a rehearsal: a P-256 key that signs itself, good for one host, its loopback address and a year.
package struct SelfSigned: Sendable {
    package let certificatePEM: String
    package let keyPEM: String
    /// Of the public key (SubjectPublicKeyInfo), as `certificate.bind` answers it.
    package let fingerprint: ReviewService.Digest

    /// `now` is the caller's clock, in seconds since 1970: the certificate is valid from an hour before it.
    package init(host: String, validFromSeconds now: Int) throws {
        let now = Date(timeIntervalSince1970: Double(now))
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName(host) }
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: .init(key.publicKey),
            notValidBefore: now.addingTimeInterval(-3600),
            notValidAfter: now.addingTimeInterval(365 * 86_400),
            issuer: name,
            subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(digitalSignature: true, keyCertSign: true))
                SubjectAlternativeNames([.dnsName(host), .ipAddress(.init(contentBytes: [127, 0, 0, 1]))])
            },
            issuerPrivateKey: .init(key))
        certificatePEM = try certificate.serializeAsPEM().pemString + "\n"
        keyPEM = key.pemRepresentation + "\n"
        fingerprint = ReviewService.Digest(of: key.publicKey.derRepresentation)
    }
}
