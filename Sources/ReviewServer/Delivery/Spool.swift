import Foundation
import ReviewNotice

/// Mail as files that one can open, for installations without a mail server and for rehearsals. The name is the Message-ID: a second attempt
/// writes the same file.
package struct Spool: MailTransport {
    private let directory: String

    package init(directory: String) throws {
        self.directory = directory
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    package func send(_ message: MailMessage) async -> DeliveryOutcome {
        let name = message.messageID.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-@.".contains($0)) }
        do {
            let path = "\(directory)/\(name).eml"
            try Data(message.encoded()).write(to: URL(fileURLWithPath: path), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            return .sent
        } catch {
            return .postponed("the spool folder cannot be written")
        }
    }
}
