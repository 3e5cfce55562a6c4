import ReviewNotice

/// What became of one attempt.
package enum DeliveryOutcome: Sendable, Equatable {
    case sent
    /// Worth another attempt: the other side is away, or we are not set up well.
    case postponed(String)
    /// The other side refused it for good.
    case refused(String)
}

/// A way out of the house for mail.
package protocol MailTransport: Sendable {
    func send(_ message: MailMessage) async -> DeliveryOutcome
}
