import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// That somebody owes an answer is told to those who owe it, and betrays to nobody a contribution that is not for them.
@Suite struct ResponseOwedTests {
    /// Logins and channels of what was written for people after `moment`, with the state of each message.
    private static func told(_ house: PeopledService, since moment: UTCInstant = UTCInstant(seconds: 0)) async throws -> [String] {
        try await house.texts(
            """
            select concat_ws(' ', a.login, n.kind, m.channel, m.state) from notice n join account a on a.id = n.account
                left join outbox_notice l on l.notice = n.id left join outbox m on m.id = l.outbox
            where n.created_at >= \(moment.rfc3339)::text::timestamptz order by 1
            """)
    }

    private static func contribute(_ house: PeopledService, by who: String = "survivors", _ rest: String) async throws -> String {
        try await house.made(who, "document.submit review=\(house.review) kind=contribution lang=en title=x \(rest)", body: "We saw it.")
    }

    /// The review of a house whose State and secretariat have systems that are called, of what hangs on no document.
    private static func with(_ body: (PeopledService) async throws -> Void) async throws {
        try await PeopledService.with { house in
            house.clock.stand(at: UTCInstant(seconds: 1_793_700_000))
            for lead in ["lead", "head"] { try await house.done(lead, "webhook.make url=https://\(lead).example.org/") }
            try await body(house)
        }
    }

    @Test func `a named contribution is told to those who owe its answer, and to no system`() async throws {
        for audience in ["open", "stakeholders", "team"] {
            try await Self.with { house in
                _ = try await Self.contribute(house, "audience=\(audience)")
                let mails = ["delegate response-owed mail pending", "focal response-owed mail pending"]
                #expect(try await Self.told(house) == mails, "\(audience)")
                let notice = try await house.rows("delegate", "notice.list kind=response-owed").first
                #expect(notice?["review"]?.text == house.review && notice?["due_at"]?.text == "2027-01-04T23:00:00Z")
                #expect(try await house.rows("lead", "notice.list").isEmpty)
            }
        }
    }

    @Test(arguments: ["source=hidden", "source=hidden audience=team", "source=hidden audience=open", "audience=experts"])
    func `what the State may not see, or whose author it may not know, is told to the officer alone`(choice: String) async throws {
        try await Self.with { house in
            var before: [String: [String]] = [:]
            let lines = [
                "notice.list", "outbox.list", "outbox.list state=pending", "outbox.list state=dead", "stats", "obligation.list mine=yes",
            ]
            func seen(_ who: String) async throws -> [String] {
                var seen: [String] = []
                for line in lines { seen.append(try await house.wire(who, line)) }
                return seen
            }
            let curious = ["focal", "delegate", "lead", "reviewer", "head", "clerk", "ngo", "outsider"]
            for who in curious { before[who] = try await seen(who) }
            _ = try await Self.contribute(house, choice)
            let isSeenByMany = choice == "source=hidden audience=open"
            #expect(try await Self.told(house) == ["officer response-owed mail pending"])
            for who in curious where !isSeenByMany { #expect(try await seen(who) == before[who], "\(who)") }
            for message in ["dead", "dropped"] {
                try await house.change("update outbox set state = \(message), settled_at = moment()")
                for who in curious where !isSeenByMany { #expect(try await seen(who) == before[who], "\(who) of a \(message) letter") }
                #expect(try await house.rows("officer", "outbox.list state=\(message)").count == 1)
            }
        }
    }

    @Test func `whoever asks for it, nobody is told of what they may not see`() async throws {
        try await Self.with { house in
            let papers = [try await Self.contribute(house, "source=hidden"), try await Self.contribute(house, "audience=team")]
            for paper in papers {
                let obligation = try await house.texts("select id from obligation where document = \(paper)")[0]
                for (login, actor) in house.actors {
                    guard let account = actor.account, let review = ReviewID(house.review), let owed = ObligationID(obligation) else {
                        continue
                    }
                    try await house.service.pool.transaction(Actor.system.context) { transaction in
                        let context = Context(
                            actor: .system, service: house.service, transaction: transaction, now: try await transaction.now)
                        try await Notices.post(.deadlineMoved, to: account, review: review, obligation: owed, in: context)
                    }
                    let maySee = try await !house.reply(login, "obligation.show obligation=\(obligation)").code.isRefusal
                    let isAuthors = login == "survivors"
                    let told = try await house.texts(
                        "select kind from notice where account = \(account) and obligation = \(obligation) and kind = 'deadline-moved'")
                    #expect(told.isEmpty == (!maySee || isAuthors), "\(login): \(told)")
                }
            }
        }
    }

    @Test func `a dead letter about an answer is the officer's to mend, whoever may see what is answered`() async throws {
        try await Self.with { house in
            _ = try await Self.contribute(house, "audience=open")
            try await house.change("update outbox set state = 'dead', settled_at = moment() where channel = 'mail'")
            #expect(try await house.rows("head", "outbox.list state=dead").isEmpty)
            #expect(try await house.rows("officer", "outbox.list state=dead").count == 2)
        }
    }

    @Test func `a contribution that is taken back takes back what has not left, and leaves the rest`() async throws {
        try await Self.with { house in
            try await house.done("delegate", "notice.preferences if=1 digest=yes")
            let kept = try await Self.contribute(house, by: "ngo", "audience=team")
            let gone = try await Self.contribute(house, "audience=team")
            #expect(try await house.count("select count(*) from outbox_notice") == 4)
            try await house.done("survivors", "document.withdraw document=\(gone) if=2 reason=afraid")
            let left = try await house.texts(
                """
                select concat_ws(' ', a.login, o.document, m.state) from outbox m join account a on a.id = m.account
                    join outbox_notice l on l.outbox = m.id join notice n on n.id = l.notice join obligation o on o.id = n.obligation order by 1
                """)
            #expect(left == ["delegate \(kept) pending", "focal \(kept) pending"])
            for who in ["focal", "delegate"] {
                #expect(try await house.rows(who, "outbox.list").map { $0["state"]?.text } == ["pending"], "\(who)")
                #expect(try await house.rows(who, "notice.list").count == 1, "\(who)")
            }
            for who in ["officer", "head"] { #expect(try await house.rows(who, "outbox.list state=dropped").isEmpty, "\(who)") }
            try await house.done("ngo", "document.withdraw document=\(kept) if=2 reason=afraid")
            #expect(try await house.texts("select distinct state from outbox") == ["dropped"])
            for who in ["focal", "delegate", "officer", "head"] { #expect(try await house.rows(who, "outbox.list").isEmpty, "\(who)") }
        }
    }

    @Test func `what is withheld from the State is told to who answers in its place, and no longer to the State`() async throws {
        try await Self.with { house in
            let paper = try await Self.contribute(house, "audience=open")
            house.clock.stand(at: UTCInstant(seconds: 1_793_700_060))
            try await house.done("officer", "document.withhold document=\(paper) if=2 reason=x until=2028-01-01T00:00:00Z audience=experts")
            #expect(try await Self.told(house, since: UTCInstant(seconds: 1_793_700_060)) == ["officer response-owed mail pending"])
            let messages = try await house.texts("select m.state from outbox m join account a on a.id = m.account where login = 'focal'")
            #expect(messages == ["dropped"])
        }
    }

    @Test func `an answer that is taken back is told to be owed again`() async throws {
        try await Self.with { house in
            let paper = try await Self.contribute(house, "audience=team")
            let answer = try await house.made("delegate", "document.respond answers=\(paper) lang=en title=x", body: "Heard.")
            house.clock.stand(at: UTCInstant(seconds: 1_793_700_060))
            try await house.done("delegate", "document.withdraw document=\(answer) if=2 reason=mistaken")
            let told = ["delegate response-owed mail pending", "focal response-owed mail pending"]
            #expect(try await Self.told(house, since: UTCInstant(seconds: 1_793_700_060)) == told)
        }
    }

    @Test func `where nobody speaks for the State yet the officer is told, and else nobody`() async throws {
        try await Self.with { house in
            let review = try await house.made("head", "review.open cycle=\(house.cycle) party=NOR starts_on=2026-11-02")
            let line = "document.submit review=\(review) kind=contribution lang=en title=x audience="
            func told() async throws -> [String] {
                try await house.texts(
                    "select a.login from notice n join account a on a.id = n.account where kind = 'response-owed' and review = \(review) order by 1"
                )
            }
            _ = try await house.made("ngo", line + "team", body: "x")
            #expect(try await told().isEmpty)
            try await house.done("head", "nomination.make review=\(review) account=officer function=officer note_verbale=NV/1")
            _ = try await house.made("ngo", line + "team", body: "x")
            #expect(try await told() == ["officer"])
        }
    }
}
