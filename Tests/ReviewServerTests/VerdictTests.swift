@testable import ReviewServer
import Testing

/// What a mail server's answer says of a message, of its recipient, or of us.
@Suite struct VerdictTests {
    private enum Word: String { case refused, postponed, blocked }

    private func word(_ command: String, _ answer: String) -> (Word, String) {
        switch SMTPVerdict(command: command, answer: answer, failure: "Failed").outcome {
        case .sent: (.postponed, "sent")
        case .refused(let reason): (.refused, reason)
        case .postponed(let reason): (.postponed, reason)
        case .blocked(let reason): (.blocked, reason)
        }
    }

    @Test(arguments: [
        "550 5.1.1 user unknown", "550 5.1.10 no such recipient", "553 5.1.3 bad address", "551 5.1.6 moved", "550 5.2.1 disabled",
        "554 5.2.0 mailbox", "550 5.4.1 access denied", "550 5.4.4 unable to route", "550 no such mailbox", "551 not here", "553 no",
        "556 5.1.10 null MX", "556 domain takes no mail", "550-5.1.1 of several lines",
    ])
    func `an address, a mailbox or a domain that is not there is a dead letter`(answer: String) {
        for command in ["RCPT", "DATA"] { #expect(word(command, answer).0 == .refused, "\(command) \(answer)") }
    }

    @Test(arguments: [
        "552 5.2.2 mailbox full", "552 mailbox full", "450 4.2.1 try again", "451 4.3.0 trouble", "452 4.2.2 full", "421 4.7.0 too many",
        "554 5.3.0 trouble", "552 5.3.4 too big", "550 5.7.1 relaying denied", "554 5.7.1 blocked by policy", "550 5.7.26 unauthenticated",
        "554 transaction failed", "571 blocked", "550 5.1.8 bad sender", "553 5.1.7 bad sender", "501 5.5.4 syntax", "503 bad sequence",
        "550 5.6.7 needs SMTPUTF8", "", "250 fine", "nonsense", "5x0 5.1.1", "550",
    ])
    func `what the server, its policy or our own mail is the cause of waits`(answer: String) {
        for command in ["RCPT", "DATA"] {
            #expect(word(command, answer).0 == (answer == "550" ? .refused : .postponed), "\(command) \(answer)")
        }
    }

    @Test(arguments: [
        "550 5.1.1 user unknown", "530 5.7.0 authentication required", "535 5.7.8 bad credentials", "554 5.7.1 no service for you",
        "421 busy",
        "550 no", "553 5.1.8 sender", "454 TLS not available", "", "220 hello", "250 fine",
    ])
    func `before a recipient was named nothing is about the recipient, and no mail dies`(answer: String) {
        for command in ["", "EHLO", "STARTTLS", "AUTH", "MAIL"] { #expect(word(command, answer).0 == .blocked, "\(command) \(answer)") }
    }

    @Test func `what is kept of an answer are its numbers`() {
        let answer = "550 5.1.1 <script>alert(1)</script> \u{1B}[31m"
        #expect(word("RCPT", answer).1 == "the recipient is refused (550 5.1.1)")
        #expect(word("DATA", "554 <b>").1 == "the message is not taken now (554)")
        #expect(word("MAIL", "550 5.7.1 x").1 == "the mail server takes no mail from our address (550 5.7.1)")
        #expect(word("", "554 5.7.1 x").1 == "the mail server does not let us in: Failed (554 5.7.1)")
        #expect(word("EHLO", "").1 == "Failed" && word("DATA", "354 go on").1 == "Failed")
    }
}
