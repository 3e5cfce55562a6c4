/// A mail server's report of what became of a message of ours (RFC 3464). Anyone may have sent it: what is read of it is a word, a number and
/// one of our own identifiers, and nothing else of it goes any further.
package struct Bounce: Equatable, Sendable {
    /// What became of the message at one recipient, or on the way.
    package enum Action: String, Sendable {
        case failed, delayed, delivered, relayed, expanded
    }

    /// Why a report tells us nothing, as a sentence without a word of its sender's.
    package struct Fault: Error, Equatable, CustomStringConvertible {
        package let description: String
        init(_ sentence: String) { description = sentence }

        package static let notOurs = Fault("it returns no message of ours")
    }

    package let action: Action
    package let status: MailStatus
    /// Of the message that it returns, with angle brackets.
    package let messageID: String

    /// Reports hold the whole message that they return, and ours are small.
    package static let octetsMax = 1 << 20

    /// Reads a whole mail as a mail server hands it over.
    package static func read(_ octets: [UInt8]) throws(Fault) -> Bounce {
        guard octets.count <= octetsMax else { throw Fault("it is larger than \(octetsMax) octets") }
        let mail = MailPart(octets)
        guard mail.type == "multipart/report", mail.parameter("report-type")?.lowercased() ?? "delivery-status" == "delivery-status",
            let boundary = mail.parameter("boundary")
        else { throw Fault("it is no report of a delivery (multipart/report of delivery-status)") }
        let parts = try mail.parts(boundary)
        guard let report = parts.first(where: { ["message/delivery-status", "message/global-delivery-status"].contains($0.type) })
        else { throw Fault("it has no part message/delivery-status") }
        let (action, status) = try outcome(report)
        return Bounce(action: action, status: status, messageID: try messageID(parts))
    }

    /// Of several recipients the one that failed counts: our messages have one.
    private static func outcome(_ report: MailPart) throws(Fault) -> (Action, MailStatus) {
        var outcomes: [(Action, MailStatus)] = []
        for group in report.lines.split(whereSeparator: \.isEmpty) {
            let fields = MailPart.fields(Array(group))
            guard let action = fields.first(where: { $0.name == "action" }) else { continue }
            let word = action.value.lowercased().prefix { $0.isLetter }
            guard let action = Action(rawValue: String(word)),
                let status = fields.first(where: { $0.name == "status" }).flatMap({ MailStatus($0.value) })
            else { throw Fault("its delivery status cannot be read") }
            outcomes.append((action, status))
        }
        guard let outcome = outcomes.first(where: { $0.0 == .failed }) ?? outcomes.first
        else { throw Fault("its delivery status names no recipient") }
        return outcome
    }

    private static func messageID(_ parts: [MailPart]) throws(Fault) -> String {
        let types = ["message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers"]
        guard let returned = parts.first(where: { types.contains($0.type) }) else { throw Fault("it returns neither message nor headers") }
        let fields = MailPart.fields(Array(returned.lines.prefix { !$0.isEmpty }))
        let named = fields.filter { $0.name == "message-id" }.map(\.value)
        guard named.count == 1, named[0].wholeMatch(of: /<m-[0-9a-z]{10}@[A-Za-z0-9.-]{1,190}>/) != nil
        else { throw Fault.notOurs }
        return named[0]
    }
}
