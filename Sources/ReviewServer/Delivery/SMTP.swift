import CCurl
import Foundation
import ReviewNotice

/// Mail to an institution's own server, by libcurl, with TLS always: STARTTLS is required for `smtp://`, `smtps://` begins with it.
package struct SMTP: MailTransport {
    /// How the mail server is reached.
    package struct Options: Sendable {
        /// `smtp://mail.example.org:587` or `smtps://mail.example.org`.
        package var url: String
        package var login: String
        package var password: String
        /// PEM of authorities to trust instead of the system's; empty for those.
        package var authorities: String
        /// For one mail, from the connection to the answer.
        package var timeoutSeconds: Int

        package init(url: String, login: String = "", password: String = "", authorities: String = "", timeoutSeconds: Int = 60) {
            (self.url, self.login, self.password, self.authorities) = (url, login, password, authorities)
            self.timeoutSeconds = timeoutSeconds
        }
    }

    private let options: Options
    private let line = CurlLine()

    package init(_ options: Options) throws {
        guard options.url.hasPrefix("smtp://") || options.url.hasPrefix("smtps://") else {
            throw StartFault("deliver.smtp_url must begin with smtp:// or smtps://.")
        }
        self.options = options
    }

    package func send(_ message: MailMessage) async -> DeliveryOutcome {
        var curl = Curl()
        curl.texts = [
            (CURLOPT_URL, options.url), (CURLOPT_PROTOCOLS_STR, "smtp,smtps"), (CURLOPT_MAIL_FROM, "<\(message.from)>"),
        ]
        if !options.login.isEmpty { curl.texts += [(CURLOPT_USERNAME, options.login), (CURLOPT_PASSWORD, options.password)] }
        if !options.authorities.isEmpty { curl.texts.append((CURLOPT_CAINFO, options.authorities)) }
        curl.numbers = [(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))]
        curl.lists = [(CURLOPT_MAIL_RCPT, ["<\(message.to)>"])]
        curl.upload = message.encoded()
        (curl.timeoutSeconds, curl.listens) = (options.timeoutSeconds, true)
        return Self.outcome(await line.run(curl))
    }

    static func outcome(_ ending: Curl.Ending) -> DeliveryOutcome {
        guard ending.code != CURLE_OK.rawValue else { return .sent }
        return SMTPVerdict(command: ending.command, answer: ending.answer, failure: ending.sentence).outcome
    }
}
