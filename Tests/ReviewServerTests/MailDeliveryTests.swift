import Foundation
import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// Mail to a server of others, with STARTTLS and a login, read by Python's own email package.
@Suite(.serialized, .enabled(if: PythonTools.areHere))
struct MailDeliveryTests {
    /// Who reads what, in which words the focal point is spoken of there, and by which day one is to be named.
    private static let readers: [(login: String, language: String, title: String, date: String)] = [
        ("focal", "ar", "جهة الاتصال", "16 تشرين الثاني/نوفمبر 2026"), ("delegate", "zh", "联络人", "2026年11月16日"),
        ("officer", "en", "Focal point", "16 November 2026"), ("lead", "fr", "Point focal", "16 novembre 2026"),
        ("expert", "ru", "Координатор", "16 ноября 2026"), ("ngo", "es", "Punto focal", "16 de noviembre de 2026"),
    ]

    @Test func `mail reaches a server of others in six languages, whole and in order`() async throws {
        try await Post.with { post in
            for reader in Self.readers { try await post.tell(reader.login, reader.language, post.first) }
            let server = try post.mailServer()
            #expect(try await post.deliverer(server).pass() == Self.readers.count)
            let taken = try server.taken()
            try server.close()
            try #require(taken.count == Self.readers.count)
            for (login, language, title, date) in Self.readers {
                let mail = try #require(taken.first { $0.rcpt_tos == ["\(login)@example.org"] })
                #expect(mail.tls && mail.ascii && mail.defects.isEmpty && mail.longest <= 76 && mail.stray == 0)
                #expect(mail.type == "multipart/alternative" && mail.parts == ["text/plain", "text/html"])
                #expect(mail.headers["Content-Language"] == language && mail.headers["Auto-Submitted"] == "auto-generated")
                #expect(mail.headers["List-Id"] == "<notices.example.org>" && mail.mail_from == "reviewd@example.org")
                #expect(mail.headers["From"] == "reviewd@example.org" && mail.headers["To"] == "\(login)@example.org")
                #expect(mail.date.hasPrefix("2026-11-02T09:"))
                #expect(mail.headers["Message-ID"]?.wholeMatch(of: /<m-[0-9a-z]{10}@example\.org>/) != nil)
                #expect(mail.headers["Subject"]?.contains(title) == true && mail.plain.contains(title))
                #expect(mail.plain.contains(date) && mail.plain.contains(post.first.description))
                #expect(mail.html.contains("lang=\"\(language)\" dir=\"\(language == "ar" ? "rtl" : "ltr")\""))
                #expect(mail.html.contains(title) && mail.html.contains(date))
            }
            #expect(Set(taken.map { $0.headers["Message-ID"] }).count == taken.count)
            #expect(Set(taken.map(\.line)).count == 1, "one connection carries all")
            #expect(try await post.states() == ["sent": 6])
        }
    }

    @Test func `a refusal for good is a dead letter that the head sends again, and one for now waits`() async throws {
        try await Post.with { post in
            try await post.tell("focal", "en", post.first, mail: "rcpt-550@example.org")
            try await post.tell("delegate", "en", post.first, mail: "rcpt-451@example.org")
            try await post.tell("expert", "en", post.first, mail: "data-553@example.org")
            let server = try post.mailServer()
            let deliverer = try post.deliverer(server)
            #expect(try await deliverer.pass() == 3)
            #expect(
                try await post.texts("select state || ' ' || substring(last_error from '[0-9]{3}') from outbox order by 1") == [
                    "dead 550", "dead 553", "pending 451",
                ])
            let dead = try await post.house.service.pool.read(
                Actor.system.context, ["select id, message_id, ver from outbox where last_error like '%550%'"]
            ).tables[0].decode(0, as: (String, String, Int).self)
            let head = try await post.house.connect(as: "head")
            let listed = try await head.send(Request.reading("outbox.list state=dead", body: nil))
            #expect(try listed.rows().contains { $0["id"]?.text == dead.0 })
            let retried = try await head.send(Request.reading("outbox.retry message=\(dead.0) if=\(dead.2)", body: nil))
            #expect(retried.code == 200)
            await head.close()
            try await post.set("update notice_preference set mail = 'focal@example.org' where mail = 'rcpt-550@example.org'")
            #expect(try await deliverer.pass() == 1)
            #expect(try server.taken().map { $0.headers["Message-ID"] } == [dead.1])
            try server.close()
            #expect(try await post.states() == ["dead": 1, "pending": 1, "sent": 1])
        }
    }

    @Test func `a mail whose answer was lost is sent again under the same Message-ID`() async throws {
        try await Post.with { post in
            try await post.tell("focal", "en", post.first, mail: "lost@example.org")
            try await post.tell("delegate", "en", post.first)
            let server = try post.mailServer()
            let deliverer = try post.deliverer(server)
            #expect(try await deliverer.pass() == 2)
            #expect(try await post.states() == ["pending": 1, "sent": 1])
            try await post.set("update outbox set next_attempt_at = moment() where state = 'pending'")
            #expect(try await deliverer.pass() == 1)
            #expect(try await post.states() == ["sent": 2])
            let lost = try server.taken().filter { $0.rcpt_tos == ["lost@example.org"] }
            try server.close()
            #expect(lost.count == 2 && lost[0].headers["Message-ID"] == lost[1].headers["Message-ID"])
            #expect(lost[0].headers["Subject"] == lost[1].headers["Subject"] && lost[0].plain == lost[1].plain)
        }
    }

    @Test(arguments: ["no TLS", "an unknown certificate", "a wrong password", "nobody there"])
    func `what we are to mend postpones, and nothing leaves`(fault: String) async throws {
        try await Post.with { post in
            try await post.tell("focal", "en", post.first)
            let server = try post.mailServer(isPlain: fault == "no TLS")
            let deliverer = try post.deliverer(
                server, password: fault == "a wrong password" ? "mail-password-2" : "mail-password-1",
                trusts: fault != "an unknown certificate")
            if fault == "nobody there" { try server.close() }
            #expect(try await deliverer.pass() == 1)
            #expect(try await post.states() == ["pending": 1])
            guard fault != "nobody there" else { return }
            #expect(try server.taken().isEmpty)
            try server.close()
        }
    }
}
