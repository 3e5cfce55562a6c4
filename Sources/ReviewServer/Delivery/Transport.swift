import ReviewNotice

/// What became of one attempt.
package enum DeliveryOutcome: Sendable, Equatable {
    case sent
    /// Worth another attempt: the other side cannot take it now.
    case postponed(String)
    /// Nothing can leave by this way before somebody on our side has mended something: no other message has better luck.
    case blocked(String)
    /// The other side refused it for good.
    case refused(String)
}

/// A way out of the house for mail.
package protocol MailTransport: Sendable {
    func send(_ message: MailMessage) async -> DeliveryOutcome
}
