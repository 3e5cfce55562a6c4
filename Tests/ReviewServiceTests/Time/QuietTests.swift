import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// From a wish for a digest or a quiet night, over what people are told, to the moment at which a message may leave.
@Suite struct QuietTests {
    private static let vienna = "Europe/Vienna"

    /// A house whose focal point lives in Vienna and wants that.
    private static func with(_ wish: String, _ body: (PeopledService) async throws -> Void) async throws {
        try await PeopledService.with { house in
            // Before every date in question, in the winter before the rehearsal begins.
            house.clock.stand(at: try AppealWalk.instant("2026-01-10T12:00:00Z"))
            try await house.done("focal", "account.update if=1 zone=\(vienna)")
            try await house.done("focal", "notice.preferences if=1 mail=focal@example.org \(wish)")
            try await body(house)
        }
    }

    private static func tell(_ house: PeopledService, _ count: Int = 1, at moment: String) async throws {
        house.clock.stand(at: try AppealWalk.instant(moment))
        try await tell(house, count)
    }

    private static func tell(_ house: PeopledService, _ count: Int, to who: String = "focal") async throws {
        guard let account = try house.actor(who).account, let review = ReviewID(house.review) else { return }
        try await house.service.pool.transaction(Actor.system.context) { transaction in
            let context = Context(actor: .system, service: house.service, transaction: transaction, now: try await transaction.now)
            for _ in 0..<count { try await Notices.post(.handedOver, to: account, review: review, obligation: nil, in: context) }
        }
    }

    private static func outbox(_ house: PeopledService) -> Outbox {
        Outbox(pool: house.service.pool, holder: "00000000-0000-0000-0000-000000000001")
    }

    /// How many notices each message holds that may be claimed at that moment; all are then sent.
    private static func leaving(_ house: PeopledService, at moment: UTCInstant) async throws -> [Int] {
        house.clock.stand(at: moment)
        let outbox = outbox(house)
        var counts: [Int] = []
        for claim in try await outbox.claim(limit: 100, domain: "example.org", by: .mail) {
            counts.append(try await outbox.delivery(claim).notices.count)
            #expect(try await outbox.sent(claim))
        }
        return counts.sorted()
    }

    /// Nothing leaves a second before that moment, everything at it and nothing more a second later.
    private static func expect(_ house: PeopledService, leaves counts: [Int], at moment: String, _ place: Comment) async throws {
        let moment = try AppealWalk.instant(moment)
        #expect(try await leaving(house, at: moment.adding(seconds: -1)).isEmpty, place)
        #expect(try await leaving(house, at: moment) == counts, place)
        #expect(try await leaving(house, at: moment.adding(seconds: 1)).isEmpty, place)
    }

    /// Told, and leaving, at that moment: at the edges of the night, over both changes of Vienna's clocks.
    @Test(arguments: [
        // An ordinary night, in winter and in summer.
        ("2026-02-10T21:00:00Z", "2026-02-11T06:00:00Z"), ("2026-02-10T21:00:01Z", "2026-02-11T06:00:00Z"),
        ("2026-02-11T05:59:59Z", "2026-02-11T06:00:00Z"), ("2026-07-10T20:00:00Z", "2026-07-11T05:00:00Z"),
        // The night of 23 hours, and the one of 25.
        ("2026-03-28T21:00:00Z", "2026-03-29T05:00:00Z"), ("2026-03-29T04:59:59Z", "2026-03-29T05:00:00Z"),
        ("2026-10-24T20:00:00Z", "2026-10-25T06:00:00Z"), ("2026-10-25T05:59:59Z", "2026-10-25T06:00:00Z"),
    ])
    func `what is told in the quiet hours leaves when they end`(told: String, leaves: String) async throws {
        try await Self.with("quiet=22:00-07:00") { house in
            try await Self.tell(house, at: told)
            #expect(try await house.rows("focal", "notice.list").count == 1, "it is told at once")
            try await Self.expect(house, leaves: [1], at: leaves, "\(told)")
        }
    }

    @Test(arguments: [
        "2026-02-10T20:59:59Z", "2026-02-11T06:00:00Z", "2026-02-11T06:00:01Z", "2026-03-28T20:59:59Z", "2026-03-29T05:00:00Z",
        "2026-10-24T19:59:59Z", "2026-10-25T06:00:00Z",
    ])
    func `what is told at any other time leaves at once`(told: String) async throws {
        try await Self.with("quiet=22:00-07:00") { house in
            try await Self.tell(house, at: told)
            #expect(try await Self.leaving(house, at: AppealWalk.instant(told)) == [1])
        }
    }

    /// Quiet hours that begin or end where the clocks are set.
    @Test(arguments: [
        ("01:30-02:30", "2026-03-29T00:45:00Z", "2026-03-29T01:00:00Z"), ("02:15-02:45", "2026-03-29T00:59:59Z", "2026-03-29T00:59:59Z"),
        ("02:15-02:45", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"), ("02:15-02:45", "2026-10-25T00:15:00Z", "2026-10-25T00:45:00Z"),
        ("02:15-02:45", "2026-10-25T00:45:00Z", "2026-10-25T00:45:00Z"), ("02:15-02:45", "2026-10-25T01:15:00Z", "2026-10-25T01:45:00Z"),
        ("12:00-14:00", "2026-03-29T10:00:00Z", "2026-03-29T12:00:00Z"), ("12:00-14:00", "2026-03-29T12:00:00Z", "2026-03-29T12:00:00Z"),
    ])
    func `a time that the clocks skip or show twice`(quiet: String, told: String, leaves: String) async throws {
        try await Self.with("quiet=\(quiet)") { house in
            try await Self.tell(house, at: told)
            if told == leaves {
                #expect(try await Self.leaving(house, at: AppealWalk.instant(leaves)) == [1])
            } else {
                try await Self.expect(house, leaves: [1], at: leaves, "\(quiet) \(told)")
            }
        }
    }

    @Test(arguments: [
        ("2026-02-11T05:59:59Z", "2026-02-11T06:00:00Z"), ("2026-02-11T06:00:00Z", "2026-02-12T06:00:00Z"),
        ("2026-02-11T06:00:01Z", "2026-02-12T06:00:00Z"), ("2026-03-28T06:00:00Z", "2026-03-29T05:00:00Z"),
        ("2026-03-29T05:00:00Z", "2026-03-30T05:00:00Z"), ("2026-10-24T05:00:00Z", "2026-10-25T06:00:00Z"),
        ("2026-10-25T05:59:59Z", "2026-10-25T06:00:00Z"),
    ])
    func `a digest leaves at seven by its reader's clock`(told: String, leaves: String) async throws {
        try await Self.with("digest=yes") { house in
            try await Self.tell(house, at: told)
            try await Self.expect(house, leaves: [1], at: leaves, "\(told)")
        }
    }

    @Test func `a digest whose hour is quiet waits for the end of the quiet hours, and gathers until then`() async throws {
        try await Self.with("digest=yes quiet=22:00-09:00") { house in
            try await Self.tell(house, at: "2026-10-24T12:00:00Z")
            try await Self.tell(house, at: "2026-10-25T07:59:59Z")
            try await Self.expect(house, leaves: [2], at: "2026-10-25T08:00:00Z", "at nine, on the day of 25 hours")
        }
    }

    @Test func `a day's notices are one message, and those of the next day another`() async throws {
        try await Self.with("digest=yes") { house in
            try await Self.tell(house, at: "2026-03-28T06:00:00Z")
            try await Self.tell(house, 3, at: "2026-03-28T20:00:00Z")
            try await Self.tell(house, at: "2026-03-29T04:59:59Z")
            #expect(try await house.count("select count(*) from outbox") == 1)
            try await Self.expect(house, leaves: [5], at: "2026-03-29T05:00:00Z", "the first day's")
            try await Self.tell(house, 2, at: "2026-03-29T05:00:01Z")
            try await Self.expect(house, leaves: [2], at: "2026-03-30T05:00:00Z", "the second day's")
            #expect(try await house.count("select count(*) from outbox_notice") == house.count("select count(*) from notice"))
        }
    }

    @Test func `who changes their mind loses nothing and gets nothing twice`() async throws {
        try await Self.with("digest=yes") { house in
            try await Self.tell(house, 2, at: "2026-02-10T12:00:00Z")
            try await house.done("focal", "notice.preferences if=2 digest=no quiet=22:00-07:00")
            try await Self.tell(house, at: "2026-02-10T12:00:01Z")
            #expect(try await Self.leaving(house, at: AppealWalk.instant("2026-02-10T12:00:01Z")) == [1])
            try await house.done("focal", "notice.preferences if=3 digest=yes quiet=none")
            try await Self.tell(house, at: "2026-02-10T22:00:00Z")
            try await Self.expect(house, leaves: [3], at: "2026-02-11T06:00:00Z", "what was gathered before and after")
            #expect(try await house.texts("select distinct state from outbox") == ["sent"])
        }
    }

    @Test func `what must be said is said in the quiet hours, and its mail waits for their end`() async throws {
        try await Self.with("quiet=22:00-07:00") { house in
            for who in ["officer", "delegate"] {
                try await house.done(who, "account.update if=1 zone=\(Self.vienna)")
                try await house.done(who, "notice.preferences if=1 mail=\(who)@example.org quiet=22:00-07:00")
            }
            let walk = try AppealWalk(house)
            #expect(try await walk.leave(at: AppealWalk.instant("2026-11-03T09:00:00Z")))
            _ = try await Self.leaving(house, at: AppealWalk.instant("2027-04-01T12:00:00Z"))
            // The escalation, at midnight in Vienna: policy `must`.
            let escalation = try AppealWalk.instant("2027-05-17T22:00:00Z")
            house.clock.stand(at: escalation)
            try await house.run("follow-up")
            try await house.run("fire")
            let told = try await house.rows("officer", "notice.list kind=escalation")
            #expect(told.map { $0["created_at"]?.text } == ["2027-05-17T22:00:00Z"])
            #expect(try await Self.leaving(house, at: escalation).isEmpty)
            try await Self.expect(house, leaves: [1, 1, 1], at: "2027-05-18T05:00:00Z", "the officer's and both of the State's")
        }
    }

    @Test func `what comes late to its reader's evening waits for the morning`() async throws {
        try await Self.with("quiet=22:00-07:00") { house in
            try await Self.tell(house, 3, at: "2026-02-10T20:59:59Z")
            // No deliverer ran until the night had begun; of what was tried before, one was put off into the night.
            let evening = try AppealWalk.instant("2026-02-10T20:59:59Z")
            house.clock.stand(at: evening)
            let outbox = Self.outbox(house)
            let claims = try await outbox.claim(limit: 1, domain: "example.org")
            #expect(try await outbox.failed(claims[0], "away", isPermanent: false))
            #expect(try await Self.leaving(house, at: evening.adding(seconds: 1)).isEmpty)
            #expect(try await Self.leaving(house, at: evening.adding(seconds: 120)).isEmpty)
            try await Self.expect(house, leaves: [1, 1, 1], at: "2026-02-11T06:00:00Z", "all of it in the morning")
        }
    }

    @Test func `people who are told while a digest leaves find it in this one or in the next, once`() async throws {
        try await Self.with("digest=yes") { house in
            try await Self.tell(house, at: "2026-02-11T05:59:59Z")
            let seven = try AppealWalk.instant("2026-02-11T06:00:00Z")
            // The deliverer's clock stands at seven, that of the house a second before.
            let clock = StandingClock()
            clock.stand(at: seven)
            let pool = Pool(house.installation.daemon, sizes: Pool.Sizes(shared: 1, leased: 1), enter: clock.enter)
            try await pool.start()
            let outbox = Outbox(pool: pool, holder: "00000000-0000-0000-0000-000000000002")
            let counts = try await together(12) { number in
                guard number % 3 == 0 else {
                    for _ in 0..<5 { try await Self.tell(house, 1) }
                    return 0
                }
                var delivered = 0
                for _ in 0..<5 {
                    for claim in try await outbox.claim(limit: 10, domain: "example.org") {
                        delivered += try await outbox.delivery(claim).notices.count
                        _ = try await outbox.sent(claim)
                    }
                }
                return delivered
            }
            var delivered = counts.reduce(0, +)
            for claim in try await outbox.claim(limit: 10, domain: "example.org") {
                delivered += try await outbox.delivery(claim).notices.count
                #expect(try await outbox.sent(claim))
            }
            await pool.stop()
            #expect(delivered == 41)
            #expect(try await house.count("select count(*) from outbox_notice") == 41)
            #expect(try await house.count("select count(distinct notice) from outbox_notice") == 41)
            #expect(try await house.texts("select distinct state from outbox") == ["sent"])
        }
    }
}
