import NIOCore
import NIOPosix
import Postgres
import ReviewModel
import ReviewNotice
import ReviewService
import ServiceLifecycle

/// Carries messages of the outbox out of the house until it is told to stop: mail one after the other, and beside it webhooks several at a
/// time, so that a system that answers slowly holds up nobody else.
package struct Deliverer: ServiceLifecycle.Service {
    /// Who writes, and how often the outbox is looked at.
    package struct Options: Sendable {
        package var from: MailAddress
        /// Stands in Message-ID and List-Id.
        package var domain: String
        package var pollMilliseconds: Int64
        /// Everybody has an address: in a rehearsal mail becomes files.
        package var isRehearsal: Bool
        package var webhooks: WebhookCall.Options

        package init(
            from: MailAddress, domain: String, pollMilliseconds: Int64 = 1000, isRehearsal: Bool = false,
            webhooks: WebhookCall.Options = WebhookCall.Options()
        ) {
            (self.from, self.domain, self.pollMilliseconds) = (from, domain, pollMilliseconds)
            (self.isRehearsal, self.webhooks) = (isRehearsal, webhooks)
        }
    }

    private static let batch = 20

    private let outbox: Outbox
    private let templates: NoticeTemplates
    private let transport: any MailTransport
    private let options: Options
    private let journal: Journal

    package init(outbox: Outbox, templates: NoticeTemplates, transport: any MailTransport, options: Options, journal: Journal) {
        (self.outbox, self.templates, self.transport) = (outbox, templates, transport)
        (self.options, self.journal) = (options, journal)
    }

    package func run() async throws {
        if try await !outbox.mayLeave() {
            journal.record(.note("the database was restored or moved: nothing leaves before the schedule is released"))
        }
        let (journal, milliseconds) = (journal, options.pollMilliseconds)
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for channel in Outbox.Channel.allCases {
                    let pause = Pause(loop: MultiThreadedEventLoopGroup.singleton.next())
                    let work = ScheduledWork("delivery by \(channel)", everyMilliseconds: milliseconds) {
                        while try await pass(channel) > 0 {}
                    }
                    group.addTask { await Scheduler.repeating(work, pause: pause, journal: journal) }
                }
            }
        }
    }

    /// Tries what is due now; how many messages were claimed.
    @discardableResult
    package func pass() async throws -> Int { try await pass(.mail) + pass(.webhook) }

    private func pass(_ channel: Outbox.Channel) async throws -> Int {
        let claims = try await outbox.claim(limit: Self.batch, domain: options.domain, by: channel)
        switch channel {
        case .mail: try await carryInTurn(claims)
        case .webhook:
            try await withThrowingTaskGroup(of: Void.self) { group in
                for claim in claims { group.addTask { _ = try await carry(claim) } }
                try await group.waitForAll()
            }
        }
        return claims.count
    }

    /// What stands in the way of one stands in the way of all: the mail server is asked once, and no login is tried a hundred times.
    private func carryInTurn(_ claims: [Outbox.Claim]) async throws {
        for (index, claim) in claims.enumerated() {
            guard let reason = try await carry(claim) else { continue }
            for untried in claims[(index + 1)...] { _ = try await outbox.blocked(untried, reason) }
            let others = try await outbox.block(.mail, reason)
            return journal.record(.deliveryBlocked(messages: claims.count - index + others, reason: reason))
        }
    }

    /// Why no message of its channel can leave now; nil when nothing like that is known.
    private func carry(_ claim: Outbox.Claim) async throws -> String? {
        try Task.checkCancellation()
        // The lease may have run out while others were sent, or while the process was stopped.
        guard try await outbox.renew(claim) else {
            journal.record(.deliveryFenced(message: claim.message.description))
            return nil
        }
        let attempt = try await attempt(claim, try await outbox.delivery(claim))
        // What the other side has accepted is written down although we are to stop, and would be sent again otherwise.
        return try await Task { try await settle(claim, attempt) }.value
    }

    private func settle(_ claim: Outbox.Claim, _ attempt: Attempt) async throws -> String? {
        let isOurs: Bool
        var blockade: String?
        switch attempt {
        case .nobody(let reason): isOurs = try await outbox.dropped(claim, because: reason)
        case .tried(.sent):
            isOurs = try await outbox.sent(claim)
            journal.record(.delivered(message: claim.message.description, attempt: claim.attempt))
        case .tried(.postponed(let reason)):
            isOurs = try await outbox.failed(claim, reason, isPermanent: false)
            journal.record(.deliveryFailed(message: claim.message.description, reason: reason))
        case .tried(.refused(let reason)):
            isOurs = try await outbox.failed(claim, reason, isPermanent: true)
            journal.record(.deliveryFailed(message: claim.message.description, reason: reason))
        case .tried(.blocked(let reason)):
            isOurs = try await outbox.blocked(claim, reason)
            blockade = reason
        }
        if !isOurs { journal.record(.deliveryFenced(message: claim.message.description)) }
        return blockade
    }

    private enum Attempt { case nobody(String), tried(DeliveryOutcome) }

    private func attempt(_ claim: Outbox.Claim, _ delivery: Outbox.Delivery) async throws -> Attempt {
        guard delivery.isActive else { return .nobody("the account or its organisation is suspended") }
        // Taken back between the claim and this moment, or its reader has stood aside or left since it was posted.
        guard !delivery.notices.isEmpty else { return .nobody("what it told of was taken back, or is not for its reader any more") }
        if claim.webhook != nil {
            guard let webhook = delivery.webhook else { return .nobody("the webhook has ended") }
            guard !options.isRehearsal else { return .nobody("a rehearsal calls nobody") }
            return .tried(
                await WebhookCall(
                    url: webhook.url, secret: webhook.secret, messageID: claim.messageID,
                    sentAtSeconds: UTCInstant(delivery.now).seconds, notices: delivery.notices
                ).send(options.webhooks))
        }
        guard let message = message(claim, delivery) else { return .nobody("the account has no mail address") }
        return .tried(await transport.send(message))
    }

    private func message(_ claim: Outbox.Claim, _ delivery: Outbox.Delivery) -> MailMessage? {
        let address = delivery.mail ?? (options.isRehearsal ? "\(delivery.login)@rehearsal.invalid" : "")
        guard let to = MailAddress(address) else { return nil }
        let text = templates.text(delivery.notices, language: delivery.language, zone: delivery.zone)
        return MailMessage(
            from: options.from, to: to, subject: text.subject, messageID: claim.messageID, sentAt: UTCInstant(delivery.now),
            listID: "notices.\(options.domain)", language: delivery.language, text: text.text, html: text.html)
    }
}
