import Crypto
import Foundation

/// Seals what a client carries for us and must neither read nor forge: cursors, and the salts of logins that do not exist.
package struct Sealer: Sendable {
    private let key: SymmetricKey

    /// `secret`: the installation's 256 random bits.
    package init(secret: [UInt8]) {
        key = SymmetricKey(data: secret)
    }

    /// URL-safe text of ChaCha20-Poly1305 over `bytes`; `purpose` is authenticated and must be the same when opened.
    package func seal(_ bytes: [UInt8], purpose: String) throws -> String {
        let box = try ChaChaPoly.seal(bytes, using: key, authenticating: Array(purpose.utf8))
        return Self.text(box.combined)
    }

    /// Nil when the text was not sealed here for this purpose.
    package func open(_ text: String, purpose: String) -> [UInt8]? {
        var base64 = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: base64) else { return nil }
        do {
            return Array(try ChaChaPoly.open(ChaChaPoly.SealedBox(combined: data), using: key, authenticating: Array(purpose.utf8)))
        } catch {
            return nil
        }
    }

    /// Base64url without padding (RFC 4648 §5), octet by octet: this is done for nearly every page that is read.
    private static func text(_ bytes: some Collection<UInt8>) -> String {
        let letters: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        return String(unsafeUninitializedCapacity: (bytes.count * 4 + 2) / 3) { buffer in
            var (word, bits, count) = (0 as UInt32, 0 as UInt32, 0)
            for byte in bytes {
                (word, bits) = (word << 8 | UInt32(byte), bits + 8)
                while bits >= 6 {
                    bits -= 6
                    buffer[count] = letters.utf8Start[Int(word >> bits & 63)]
                    count += 1
                }
            }
            if bits > 0 {
                buffer[count] = letters.utf8Start[Int(word << (6 - bits) & 63)]
                count += 1
            }
            return count
        }
    }

    /// 32 octets that depend on the installation and on `text` only; for answers about what does not exist.
    package func derive(_ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}
