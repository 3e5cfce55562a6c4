import Foundation
import ReviewNotice
import Testing

/// Reports of mail servers, and what looks like one.
@Suite struct BounceTests {
    private static let folder =
        String(#filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")) + "/Bounces/"
    private static let id = "<m-0000000001@example.org>"

    private static func sample(_ name: String) throws -> String { try String(contentsOfFile: folder + name + ".eml", encoding: .utf8) }

    private static func read(_ text: String) throws -> Bounce { try Bounce.read(Array(text.utf8)) }

    /// The fault that reading ends with.
    private static func fault(_ text: String) -> String? {
        do {
            return "read: \(try read(text))"
        } catch {
            return (error as? Bounce.Fault)?.description
        }
    }

    @Test(arguments: [
        ("postfix", Bounce.Action.failed, "5.1.1"), ("headers-only", .failed, "5.2.1"), ("delayed", .delayed, "4.4.1"),
        ("given-up", .failed, "4.4.7"),
    ])
    func `a report says which message, what became of it and why, with line ends of either kind`(
        name: String, action: Bounce.Action, status: String
    ) throws {
        let text = try Self.sample(name)
        for text in [text, text.replacing("\n", with: "\r\n")] {
            let bounce = try Self.read(text)
            #expect(bounce.action == action && bounce.status.description == status && bounce.messageID == Self.id)
        }
    }

    @Test func `an answer from somebody who is away, and a letter in an old style, are no reports`() throws {
        for name in ["away", "old-style"] {
            #expect(try Self.fault(Self.sample(name)) == "it is no report of a delivery (multipart/report of delivery-status)")
        }
        #expect(Self.fault("") == "it is no report of a delivery (multipart/report of delivery-status)")
    }

    /// What is changed in the report of postfix, and how that is told.
    @Test(arguments: [
        ("Message-ID: <m-0000000001@example.org>", "Message-ID: <20261123@example.org>", "it returns no message of ours"),
        ("Message-ID: <m-0000000001@example.org>", "Message-ID: <m-0000000001@example.org> ' or 1=1", "it returns no message of ours"),
        ("Message-ID: <m-0000000001@example.org>", "Message-ID: <M-0000000001@example.org>", "it returns no message of ours"),
        ("Message-ID: <m-0000000001@example.org>", "Message-ID: m-0000000001@example.org", "it returns no message of ours"),
        (
            "Message-ID: <m-0000000001@example.org>", "Message-ID: <m-0000000001@example.org>\nMessage-ID: <m-0000000002@example.org>",
            "it returns no message of ours"
        ), ("Message-ID: <m-0000000001@example.org>", "X-Message-ID: <m-0000000001@example.org>", "it returns no message of ours"),
        ("Content-Type: message/rfc822", "Content-Type: text/plain", "it returns neither message nor headers"),
        ("Content-Type: message/delivery-status", "Content-Type: text/plain", "it has no part message/delivery-status"),
        ("Action: failed", "Action: exploded", "its delivery status cannot be read"),
        ("Status: 5.1.1", "Status: unknown", "its delivery status cannot be read"),
        ("Status: 5.1.1", "Status: 5.1", "its delivery status cannot be read"),
        ("Status: 5.1.1", "Status: 5.1.1111", "its delivery status cannot be read"),
        ("Status: 5.1.1", "Status: 9.1.1", "its delivery status cannot be read"),
        ("Status: 5.1.1\n", "", "its delivery status cannot be read"),
        ("Action: failed", "Reaction: failed", "its delivery status names no recipient"),
        (
            "report-type=delivery-status", "report-type=feedback-report",
            "it is no report of a delivery (multipart/report of delivery-status)"
        ),
        ("multipart/report", "multipart/mixed", "it is no report of a delivery (multipart/report of delivery-status)"),
        ("\tboundary=", "\tborder=", "it is no report of a delivery (multipart/report of delivery-status)"),
        ("--4Vx0mR6bJ1z.1795365602/mail.example.org--", "", "it ends before its last part does"),
    ])
    func `what is malformed is refused in our own words`(old: String, new: String, sentence: String) throws {
        let text = try Self.sample("postfix")
        #expect(text.contains(old))
        #expect(Self.fault(text.replacing(old, with: new)) == sentence)
    }

    @Test func `the identifier counts in the headers of what is returned, and nowhere else`() throws {
        let text = try Self.sample("postfix").replacing("\nMessage-ID: \(Self.id)\n", with: "\n")
        for place in ["\nThis is the mail system", "\nReporting-MTA:", "\nVGhlIG9ibGlnYXRpb24="] {
            #expect(
                Self.fault(text.replacing(place, with: "\nMessage-ID: \(Self.id)" + place)) == "it returns no message of ours", "\(place)")
        }
        #expect(Self.fault("Message-ID: \(Self.id)\n" + text) == "it returns no message of ours")
    }

    @Test func `what is too large, or has too many parts, is not looked at`() throws {
        #expect(
            try Self.fault(Self.sample("postfix") + String(repeating: "x", count: Bounce.octetsMax)) == "it is larger than 1048576 octets")
        let many = String(repeating: "--delayed-1\nContent-Type: text/plain\n\nx\n", count: 100)
        let text = try Self.sample("delayed").replacing(
            "\n--delayed-1\nContent-Type: text/plain", with: "\n\(many)--delayed-1\nContent-Type: text/plain")
        #expect(Self.fault(text) == "it has more than 32 parts")
    }

    @Test(arguments: ["postfix", "headers-only", "given-up"])
    func `cut off anywhere, or with any octet in any place, it is read or refused`(name: String) throws {
        let whole = Array(try Self.sample(name).utf8)
        for place in stride(from: 0, to: whole.count, by: 11) {
            var texts = [Array(whole[..<place])]
            for octet in [0, 10, 13, 32, 45, 58, 255] as [UInt8] {
                var text = whole
                text[place] = octet
                texts.append(text)
            }
            for text in texts {
                guard let bounce = try? Bounce.read(text) else { continue }  // try?: a refusal is as good
                #expect(bounce.messageID.wholeMatch(of: /<m-[0-9a-z]{10}@[A-Za-z0-9.-]+>/) != nil)
                #expect(bounce.status.description.wholeMatch(of: /[245]\.\d{1,3}\.\d{1,3}/) != nil)
            }
        }
    }
}
