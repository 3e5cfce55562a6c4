import Foundation
import ReviewModel

/// One mail as it goes over the wire: multipart/alternative, CRLF, 7 bits, no line over 76 characters (RFC 5322, 2045, 2046).
package struct MailMessage: Sendable {
    package let from: MailAddress
    package let to: MailAddress
    package let subject: String
    /// With its angle brackets; the same in every attempt.
    package let messageID: String
    package let sentAt: UTCInstant
    /// Such as `notices.reviews.example.org` (RFC 2919).
    package let listID: String
    package let language: Language
    package let text: String
    package let html: String

    package init(
        from: MailAddress, to: MailAddress, subject: String, messageID: String, sentAt: UTCInstant, listID: String, language: Language,
        text: String, html: String
    ) {
        (self.from, self.to, self.subject, self.messageID) = (from, to, subject, messageID)
        (self.sentAt, self.listID, self.language, self.text, self.html) = (sentAt, listID, language, text, html)
    }

    package func encoded() -> [UInt8] {
        let boundary = "=_" + messageID.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(60)
        var message = HeaderText.line("From", "<\(from)>") + HeaderText.line("To", "<\(to)>") + HeaderText.line("Subject", subject)
        message += HeaderText.line("Date", Self.date(sentAt)) + HeaderText.line("Message-ID", messageID)
        // Nobody's vacation notice is to answer (RFC 3834 §5).
        message += "Auto-Submitted: auto-generated\r\n" + HeaderText.line("List-Id", "<\(listID)>")
        message += "Content-Language: \(language.rawValue)\r\nMIME-Version: 1.0\r\n"
        message += "Content-Type: multipart/alternative; boundary=\"\(boundary)\"\r\n\r\n"
        for (type, content) in [("plain", text), ("html", html)] {
            message += "--\(boundary)\r\nContent-Type: text/\(type); charset=utf-8\r\n"
            message += "Content-Transfer-Encoding: base64\r\n\r\n" + Self.base64(content) + "\r\n"
        }
        return Array((message + "--\(boundary)--\r\n").utf8)
    }

    private static func base64(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        return Data(lines.utf8).base64EncodedString(options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
    }

    /// `Mon, 23 Nov 2026 16:40:00 +0000`.
    private static func date(_ instant: UTCInstant) -> String {
        let days = instant.seconds / 86_400
        let (date, second) = (LocalDate(daysSinceEpoch: Int(days)), instant.seconds - days * 86_400)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(days % 7)]
        let time = [second / 3600, second / 60 % 60, second % 60].map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":")
        return "\(weekday), \(date.day) \(months[date.month - 1]) \(date.year) \(time) +0000"
    }
}
