import Foundation
import Postgres
import ReviewModel
import ReviewServer
import ReviewService
import ReviewWire
import Support
import Testing

/// A real mail server that refuses: one recipient, or all of us.
@Suite(.serialized, .enabled(if: PythonTools.areHere))
struct MailTroubleTests {
    private static let people = ["focal", "delegate", "officer", "lead", "expert", "ngo", "survivors", "nhri", "reviewer", "igo"]

    @Test func `each answer settles its own message, and is kept as numbers`() async throws {
        try await Post.with { post in
            let wishes = [
                ("rcpt-550-5.1.1", "dead: the recipient is refused (550 5.1.1)"),
                ("rcpt-550-5.2.1", "dead: the recipient is refused (550 5.2.1)"),
                ("rcpt-550", "dead: the recipient is refused (550)"), ("data-550-5.1.1", "dead: the message is refused (550 5.1.1)"),
                ("rcpt-550-5.7.1", "pending: the recipient is not taken now (550 5.7.1)"),
                ("rcpt-552-5.2.2", "pending: the recipient is not taken now (552 5.2.2)"),
                ("rcpt-451-4.3.0", "pending: the recipient is not taken now (451 4.3.0)"),
                ("data-554-5.7.1", "pending: the message is not taken now (554 5.7.1)"),
                ("data-552", "pending: the message is not taken now (552)"), ("somebody", "sent"),
            ]
            for ((wish, _), login) in zip(wishes, Self.people) { try await post.tell(login, "en", post.first, mail: "\(wish)@example.org") }
            let server = try post.mailServer()
            #expect(try await post.deliverer(server).pass() == wishes.count)
            let states: SQL = """
                select p.mail || ' ' || o.state || coalesce(': ' || o.last_error, '')
                from outbox o join notice_preference p on p.account = o.account order by 1
                """
            #expect(try await post.texts(states) == wishes.map { "\($0.0)@example.org \($0.1)" }.sorted())
            #expect(try server.taken().map(\.rcpt_tos) == [["somebody@example.org"]])
            try server.close()
            #expect(try await post.texts("select count(*)::text from outbox where blocked_since is not null") == ["0"])
        }
    }

    @Test(arguments: ["greeting 554 5.7.1", "greeting 421 4.3.2", "sender 550 5.7.1", "sender 451 4.3.0", "a wrong password", "no login"])
    func `what keeps all of us out kills no mail, is tried once for all, and passes when it is mended`(trouble: String) async throws {
        try await Post.with { post in
            for login in ["focal", "delegate", "officer"] { try await post.tell(login, "en", post.first) }
            let server = try post.mailServer()
            let isOfServer = trouble.contains(where: \.isNumber)
            if isOfServer { try server.trouble(trouble) }
            let transport = try SMTP(
                SMTP.Options(
                    url: server.url, login: trouble == "no login" ? "" : "reviewd",
                    password: trouble == "a wrong password" ? "mail-password-2" : "mail-password-1", authorities: server.authorities))
            let deliverer = try post.deliverer(transport, isRehearsal: false)
            let before = server.connections
            // More often than any message is tried for its own sake.
            for round in 1...12 {
                #expect(try await deliverer.pass() == 3)
                let waiting: SQL = """
                    select concat_ws(' ', count(*), count(distinct last_error), bool_and(blocked_since is not null), bool_and(holder is null),
                        bool_and(next_attempt_at > moment()), max(attempt), max(attempt - blocked_attempts))
                    from outbox where state = 'pending'
                    """
                #expect(try await post.texts(waiting) == ["3 1 t t t \(round) 0"])
                #expect(try await deliverer.pass() == 0, "everything waits")
                #expect(server.connections - before <= round, "one asks for all")
                try await post.set("update outbox set next_attempt_at = moment()")
            }
            #expect(try server.taken().isEmpty)
            if isOfServer { try server.trouble(nil) }
            #expect(try await post.deliverer(server).pass() == 3)
            #expect(try await post.states() == ["sent": 3])
            #expect(try await post.texts("select count(*)::text from outbox where blocked_since is not null") == ["0"])
            try server.close()
        }
    }

    @Test func `one in the way postpones what would leave now, and waits as long again as it has waited`() async throws {
        try await Post.with { post in
            for login in Self.people { try await post.tell(login, "en", post.first) }
            try await post.set("update outbox set next_attempt_at = moment() + interval '3 hours' where id = (select max(id) from outbox)")
            let outbox = post.outbox("1")
            let claim = try #require(try await outbox.claim(limit: 1, domain: "example.org").first)
            #expect(try await outbox.blocked(claim, "no"))
            #expect(try await outbox.block(.mail, "no") == 8)
            #expect(try await outbox.block(.mail, "no") == 0)
            let waits: SQL =
                "select round(extract(epoch from next_attempt_at - moment()) / 60)::text from outbox order by next_attempt_at, id"
            #expect(try await post.texts(waits) == Array(repeating: "1", count: 9) + ["180"])
            for (past, wait) in [("10 minutes", "10"), ("3 hours", "60")] {
                try await post.set(
                    "update outbox set blocked_since = moment() - \(past)::text::interval, next_attempt_at = moment() where blocked_since is not null"
                )
                #expect(try await outbox.block(.mail, "no") == 9)
                #expect(try await post.texts(waits) == Array(repeating: wait, count: 9) + ["180"])
            }
            // What others refuse is counted as ever, and a message that got through is free again.
            try await post.set("update outbox set next_attempt_at = moment() where id = \(claim.message)")
            let again = try #require(try await outbox.claim(limit: 1, domain: "example.org").first)
            #expect(again.message == claim.message && again.attempt == 2 && again.tries == 1)
            #expect(try await outbox.failed(again, "busy", isPermanent: false))
            #expect(try await post.texts("select (blocked_since is null)::text from outbox where id = \(claim.message)") == ["true"])
        }
    }
}
