import Foundation
import ReviewModel
import ReviewNotice
import Testing

@Suite struct MailTests {
    private func message(subject: String, text: String = "text\n") throws -> String {
        let message = MailMessage(
            from: try #require(MailAddress("reviewd@example.org")), to: try #require(MailAddress("focal@example.org")), subject: subject,
            messageID: "<m-0000000001@example.org>", sentAt: UTCInstant(seconds: 1_795_000_000), listID: "notices.example.org",
            language: .en,
            text: text, html: "<p>text</p>")
        return String(decoding: message.encoded(), as: UTF8.self)
    }

    private func headers(_ message: String) -> [String] {
        let head = message.components(separatedBy: "\r\n\r\n")[0].replacing("\r\n ", with: " ")
        return head.components(separatedBy: "\r\n").map { String($0.prefix { $0 != ":" }) }
    }

    @Test(arguments: [
        "one\r\nBcc: other@example.org", "one\nBcc: other@example.org", "one\rBcc: other@example.org", "one\r\n\r\nbody",
        "é\r\nBcc: other@example.org", "one\u{2028}Bcc: x@example.org", "one\u{0}Bcc: x@example.org", "one\u{85}Bcc: x@example.org",
        "=?UTF-8?B?DQpCY2M6IHg=?=",
    ])
    func `no subject becomes a header`(subject: String) throws {
        let message = try message(subject: subject)
        #expect(
            headers(message) == [
                "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Id", "Content-Language", "MIME-Version",
                "Content-Type",
            ])
        #expect(message.utf8.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == 10 || $0 == 13) })
        #expect(message.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 76 && !$0.contains("\n") && !$0.contains("\r") })
    }

    @Test(arguments: [
        "", "a", "@example.org", "a@", "a@b@c", "a b@example.org", "a@example.org\r\nBcc: x@example.org", "<a@example.org>",
        "a,b@example.org",
        "a@exämple.org", "\"a\"@example.org", ".a@example.org", "a..b@example.org", "a@-example.org",
    ])
    func `what is not one plain address is none`(text: String) {
        #expect(MailAddress(text) == nil)
    }

    @Test func `a boundary never stands in a part`() throws {
        let message = try message(subject: "one", text: "--=_m0000000001exampleorg--\r\nContent-Type: text/html\r\n")
        #expect(message.components(separatedBy: "--=_m0000000001exampleorg").count == 4)
    }
}
