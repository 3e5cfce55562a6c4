import ReviewNotice

/// What a failed attempt says: of the message, of its recipient, or of us. Judged by how far the conversation came (RFC 5321 §3) and by the
/// code of the answer (RFC 5321 §4.2.3, RFC 3463): a server that is in trouble, or that does not take mail from us, kills no mail.
struct SMTPVerdict {
    /// The last command, in capitals; empty when nothing was said.
    let command: String
    /// The last line of its answer; empty when none came.
    let answer: String
    /// How libcurl calls it.
    let failure: String

    /// Of three digits; 0 without an answer.
    private var code: Int { answer.prefix(3).utf8.count == 3 ? Int(answer.prefix(3)) ?? 0 : 0 }
    private var status: MailStatus? { MailStatus(answer.dropFirst(4)) }

    private var isRefused: Bool { code >= 400 }

    /// The words of the other side stay with it: what is kept of its answer are numbers.
    private func said(_ sentence: String) -> String {
        guard isRefused else { return failure }
        return "\(sentence) (\(([String(code)] + [status.map(String.init(describing:))].compactMap(\.self)).joined(separator: " ")))"
    }

    var outcome: DeliveryOutcome {
        switch command {
        // To whom it goes was not said yet: this is about us, or about the server.
        case "MAIL": .blocked(said("the mail server takes no mail from our address"))
        case "RCPT": isForGood ? .refused(said("the recipient is refused")) : .postponed(said("the recipient is not taken now"))
        case "DATA": isForGood ? .refused(said("the message is refused")) : .postponed(said("the message is not taken now"))
        default: .blocked(said("the mail server does not let us in: \(failure)"))
        }
    }

    /// Whether nobody is there to be written to, now or later.
    private var isForGood: Bool {
        guard (500...599).contains(code) else { return false }
        guard let status else { return [550, 551, 553, 556].contains(code) }
        switch (status.subject, status.detail) {
        // The sender's address is ours to mend.
        case (1, 7), (1, 8): return false
        // A mailbox that is full is emptied some day.
        case (2, 2): return false
        // An address that does not exist, a mailbox that is closed, a domain that nothing leads to.
        case (1, _), (2, _), (4, _): return true
        // The server's own state, the protocol, what the message is made of, and policy: of whoever sends it, not of who reads it.
        default: return false
        }
    }
}
