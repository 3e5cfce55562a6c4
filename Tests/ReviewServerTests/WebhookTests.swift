import Foundation
import Postgres
import ReviewModel
import ReviewNotice
@testable import ReviewServer
import ReviewService
import Support
import Testing

/// Calls to institutions' own systems, taken by a server of others.
@Suite(.serialized) struct WebhookTests {
    private static let secret = "webhook-secret-1"

    /// A system that is called, with a deliverer that may reach it.
    private struct Scene {
        let post: Post
        let server: WebhookServer

        func options(_ opened: [String] = ["127.0.0.0/8"], trusts: Bool = true) -> WebhookCall.Options {
            WebhookCall.Options(
                authorities: trusts ? server.authorities : "", reach: Reach(opened: opened.compactMap(AddressBlock.init)),
                timeoutSeconds: 2)
        }

        /// Has the focal point's organisation called at these addresses alone, for one notice.
        func tell(_ urls: [String]) async throws {
            try await post.set("update webhook set ended_at = moment() where ended_at is null")
            for url in urls {
                try await post.set(
                    """
                    insert into webhook (id, organisation, url, secret, created_by, created_at)
                    values (\(WebhookID.random()), 'kenya', \(url), \(WebhookTests.secret), 'P-0000000000', clock_timestamp())
                    """)
            }
            try await post.tell("focal", "en", post.first, mail: nil)
            try await post.set("update outbox set state = 'dropped', settled_at = moment() where channel = 'mail' and state = 'pending'")
        }

        func deliver(_ options: WebhookCall.Options) async throws {
            try await post.deliverer(Nowhere(), isRehearsal: false, webhooks: options).pass()
        }

        /// State and error of each call, in the order of the addresses.
        func states() async throws -> [String] {
            try await post.texts(
                """
                select o.state || coalesce(': ' || o.last_error, '') from outbox o join webhook w on w.id = o.webhook
                where w.ended_at is null order by w.created_at, o.created_at
                """)
        }
    }

    private static func scene(_ body: (Scene) async throws -> Void) async throws {
        try await Post.with { post in
            let made = try SelfSigned(host: "localhost", validFromSeconds: time(nil))
            let server = try WebhookServer(certificate: made.certificatePEM, key: made.keyPEM, secret: secret)
            try await body(Scene(post: post, server: server))
            try server.close()
        }
    }

    @Test(
        .enabled(if: PythonTools.areHere),
        arguments: [
            ("ok", "sent"), ("accepted", "sent"), ("gone", "dead: answered 410"), ("unauthorised", "dead: answered 401"),
            ("busy", "pending: answered 503"), ("limited", "pending: answered 429"), ("slow", "pending: Timeout was reached"),
            ("moved", "dead: answered 302"), ("lost", "pending: Server returned nothing (no headers, no data)"),
        ])
    func `an answer settles a call, and is never followed elsewhere`(path: String, state: String) async throws {
        try await Self.scene { scene in
            try await scene.tell(["https://localhost:\(scene.server.port)/\(path)"])
            try await scene.deliver(scene.options())
            #expect(try await scene.states() == [state])
            let taken = try scene.server.taken()
            #expect(taken.map(\.path) == ["/" + path] && taken.allSatisfy { $0.verified && $0.method == "POST" })
            #expect(taken.first?.type == "application/json")
        }
    }

    @Test(.enabled(if: PythonTools.areHere)) func `what is busy is called again, later each time, with the same message`() async throws {
        try await Self.scene { scene in
            try await scene.tell(["https://localhost:\(scene.server.port)/busy"])
            let wait: SQL = "select (next_attempt_at - moment() > interval '50 seconds')::text from outbox where channel = 'webhook'"
            for _ in 1...2 {
                try await scene.deliver(scene.options())
                #expect(try await scene.post.texts(wait) == ["true"])
                try await scene.post.set("update outbox set next_attempt_at = moment() where channel = 'webhook'")
            }
            let taken = try scene.server.taken()
            #expect(taken.count == 2 && taken.allSatisfy(\.verified) && taken[0].body == taken[1].body)
            #expect(taken[0].body.contains(#""kind":"reminder""#) && taken[0].body.contains(scene.post.first.description))
            #expect(!taken[0].body.contains("Kenya") && !taken[0].body.contains("focal"))
        }
    }

    @Test(.enabled(if: PythonTools.areHere)) func `a system that answers slowly does not hold up another`() async throws {
        try await Self.scene { scene in
            // The first one answers when the second one has been called.
            try await scene.tell(["after-ok", "ok"].map { "https://localhost:\(scene.server.port)/\($0)" })
            try await scene.deliver(scene.options())
            #expect(try await scene.states() == ["sent", "sent"])
        }
    }

    @Test(
        .enabled(if: PythonTools.areHere),
        arguments: ["localhost", "127.0.0.1", "2130706433", "127.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]"])
    func `a name or an address of this machine is not reached`(host: String) async throws {
        try await Self.scene { scene in
            try await scene.tell(["https://\(host):\(scene.server.port)/ok"])
            try await scene.deliver(scene.options([]))
            #expect(
                try await scene.states() == ["dead: the address is not of the public internet, and the operator has not opened it"])
            #expect(try scene.server.taken().isEmpty)
        }
    }

    @Test(.enabled(if: PythonTools.areHere)) func `a system that cannot prove its name is not told anything`() async throws {
        try await Self.scene { scene in
            try await scene.tell(["https://localhost:\(scene.server.port)/ok"])
            try await scene.deliver(scene.options(trusts: false))
            #expect(try await scene.states().allSatisfy { $0.hasPrefix("pending: ") })
            #expect(try scene.server.taken().isEmpty)
        }
    }

    @Test(.enabled(if: PythonTools.areHere)) func `a webhook that has ended is not called any more`() async throws {
        try await Self.scene { scene in
            try await scene.tell(["https://localhost:\(scene.server.port)/ok"])
            try await scene.post.set("update webhook set ended_at = moment()")
            try await scene.deliver(scene.options())
            #expect(
                try await scene.post.texts("select state || ': ' || last_error from outbox where channel = 'webhook'") == [
                    "dropped: the webhook has ended"
                ])
            #expect(try scene.server.taken().isEmpty)
        }
    }

    @Test func `only addresses of the public internet are reached, and what the operator opens`() throws {
        let reach = Reach(opened: ["10.20.0.0/16", "fd00:20::/32"].compactMap(AddressBlock.init))
        func allows(_ text: String) throws -> Bool { reach.allows(try #require(AddressBlock.octets(text))) }
        for open in [
            "1.1.1.1", "193.171.0.1", "100.63.0.1", "172.32.0.1", "2a00:1450::1", "2001:4860::8888", "10.20.0.1", "fd00:20::1",
            "::ffff:1.1.1.1", "64:ff9b::101:101", "::ffff:10.20.0.1",
        ] {
            #expect(try allows(open), "\(open)")
        }
        for closed in [
            "0.0.0.0", "10.0.0.1", "10.21.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1",
            "192.0.2.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1",
            "fd00::1", "fec0::1", "ff02::1", "2001:db8::1", "2001::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
            "::127.0.0.1",
        ] {
            #expect(try !allows(closed), "\(closed)")
        }
    }

    @Test(arguments: ["10.0.0.0", "10.0.0.0/33", "10.0.0/8", "::/129", "localhost/8", "/8", "10.0.0.0/-1", "10.0.0.0/8/8"])
    func `what is no block of addresses is none`(text: String) {
        #expect(AddressBlock(text) == nil)
    }
}

/// Mail that nobody takes.
private struct Nowhere: MailTransport {
    func send(_ message: MailMessage) async -> DeliveryOutcome { .postponed("nobody is there") }
}
