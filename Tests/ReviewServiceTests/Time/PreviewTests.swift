import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// What `schedule.preview` foresees is what then is told, to whom, at which moment.
@Suite struct PreviewTests {
    /// Moment, what is owed, rule and recipient of each thing that is told.
    private typealias Told = Set<String>

    private static func foreseen(_ house: PeopledService, until end: UTCInstant) async throws -> Told {
        let rows = try await house.rows("head", "schedule.preview to=\(end.rfc3339)")
        return Set(
            rows.flatMap { row in
                (row["recipients"]?.elements ?? []).map { recipient in
                    let parts = [row["at"], row["review"], row["owed"], row["rule"], recipient].map { $0?.text ?? "" }
                    return parts.joined(separator: " ")
                }
            })
    }

    /// What the ledger holds.
    private static func told(_ house: PeopledService) async throws -> Told {
        let table = try await house.service.pool.read(
            Actor.system.context,
            [
                """
                select m.decided_at, m.review, o.rule, m.rule, a.login
                from reminder m join obligation o on o.id = m.obligation join account a on a.id = m.recipient where m.outcome = 'sent'
                """
            ]
        ).tables[0]
        let rows = try table.rows(as: (Instant, String, String, String, String).self)
        return Set(rows.map { at, review, owed, rule, login in [at.rfc3339, review, owed, rule, login].joined(separator: " ") })
    }

    /// Two reviews: one in its self-assessment, one where nobody is named, and a third that begins later.
    private static func prepare(_ house: PeopledService) async throws {
        let version = try await house.done("officer", "review.show review=\(house.review)")["ver"]?.integer ?? 0
        try await house.done("officer", "review.advance review=\(house.review) if=\(version)")
        for (party, start) in [("NOR", "2026-11-02"), ("TZA", "2027-03-01")] {
            try await house.done("head", "review.open cycle=\(house.cycle) party=\(party) starts_on=\(start)")
        }
        // A second delegate takes part from a day to a day.
        let later = "function=delegate note_verbale=NV/7 from=2027-04-20T00:00:00Z until=2027-05-20T00:00:00Z"
        try await house.done("officer", "nomination.make review=\(house.review) account=lead \(later)")
    }

    /// Something that people do on the way, so that what was foreseen before is not what comes.
    private static func act(_ round: Int, _ house: PeopledService) async throws {
        let owed = try await house.rows("public", "obligation.list review=\(house.review) state=open").first
        let id = owed?["id"]?.text ?? ""
        switch round {
        case 1:
            try await house.done("focal", "obligation.extend obligation=\(id) days=30 reason=\"It takes longer\"")
            let line = "obligation.grant obligation=\(id) if=\(owed?["ver"]?.integer ?? 0) reason=\"A new ministry\""
            try await house.done("officer", line)
        case 2: try await house.done("delegate", "conflict.declare review=\(house.review) reason=\"a cousin\"")
        case 3: try await house.done("lead", "account.suspend login=focal if=1 reason=\"left the ministry\"")
        default: break
        }
    }

    @Test func `until any moment, with what people do in between`() async throws {
        var numbers = SeededGenerator.printed()
        try await PeopledService.with { house in
            try await Self.prepare(house)
            var now: Int64 = 1_793_700_000  // 2026-11-03
            var before = try await Self.told(house)
            for round in 0..<6 {
                try await Self.act(round, house)
                let end = UTCInstant(seconds: now + Int64.random(in: 1_000_000...6_000_000, using: &numbers))
                let foreseen = try await Self.foreseen(house, until: end)
                #expect(try await Self.foreseen(house, until: end) == foreseen)
                #expect(try await Self.told(house) == before)
                try await house.done("head", "clock.advance to=\(end.rfc3339)")
                let after = try await Self.told(house)
                #expect(after.subtracting(before) == foreseen, "until \(end)")
                (now, before) = (end.seconds, after)
            }
            #expect(before.count > 10)
        }
    }

    @Test func `the daemon's own jobs tell the same at the same moments`() async throws {
        try await PeopledService.with { house in
            house.clock.stand(at: try AppealWalk.instant("2026-11-03T09:00:00Z"))
            try await Self.prepare(house)
            let foreseen = try await Self.foreseen(house, until: AppealWalk.instant("2027-05-15T09:00:00Z"))
            // Midnight in Vienna, in winter and in summer: every deadline of the appeal is the end of a day.
            for day in 0..<195 as Range<Int64> {
                for hour in ["22", "23"] {
                    let date = LocalDate(daysSinceEpoch: 20_760 + Int(day)).text
                    house.clock.stand(at: try AppealWalk.instant("\(date)T\(hour):00:00Z"))
                    for job in ["follow-up", "fire"] { try await house.run(job) }
                }
            }
            #expect(try await Self.told(house) == foreseen)
            #expect(foreseen.count > 20)
        }
    }

    @Test func `whom it leaves out tells nothing of conflicts to who may not know of them`() async throws {
        try await PeopledService.with { house in
            try await Self.prepare(house)
            let line = "schedule.preview to=2027-06-01T00:00:00Z review=\(house.review)"
            let before = try await house.wire("clerk", line)
            #expect(before.contains("questionnaire") && !before.contains("focal"))
            try await house.done("delegate", "conflict.declare review=\(house.review) reason=\"a cousin\"")
            #expect(try await house.wire("clerk", line) == before)
            #expect(try await !house.wire("officer", line).contains("delegate"))
            try await house.done("officer", "conflict.declare review=\(house.review) reason=\"a cousin\"")
            #expect(try await !house.wire("officer", line).contains("recipients"))
        }
    }

    @Test func `it leaves nothing behind, and a review that is over has nothing before it`() async throws {
        try await PeopledService.with { house in
            try await Self.prepare(house)
            let state: SQL = """
                select (select count(*) from event), (select count(*) from alarm), (select count(*) from notice), (select count(*) from outbox),
                    (select sum(ver) from obligation), (select count(*) from stage_run)
                """
            func all() async throws -> String {
                let table = try await house.service.pool.read(Actor.system.context, [state]).tables[0]
                return (0..<6).map { table.text(0, $0) ?? "" }.joined(separator: " ")
            }
            let before = try await all()
            #expect(try await house.rows("officer", "schedule.preview to=2031-01-01T00:00:00Z").count > 30)
            #expect(try await all() == before)
            let version = try await house.done("officer", "review.show review=\(house.review)")["ver"]?.integer ?? 0
            try await house.done("head", "review.cancel review=\(house.review) if=\(version) reason=\"No cover\"")
            #expect(try await house.rows("officer", "schedule.preview to=2031-01-01T00:00:00Z review=\(house.review)").isEmpty)
            #expect(try await house.reply("head", "schedule.preview to=9999-01-01T00:00:00Z").json["err"]?.text == "argument/range")
            #expect(try await house.reply("head", "schedule.preview to=2031-01-01T00:00:00Z review=R-0000000000").code == .absent)
        }
    }
}
