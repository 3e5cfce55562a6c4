import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// In time is decided in the transaction that stores it, to the microsecond: one second before, at and one second after (DOMAIN §4).
@Suite struct BoundaryTests {
    /// Microseconds from the deadline, and whether that is in time.
    static let offsets: [(Int64, Bool)] = [(-1_000_000, true), (-1, true), (0, false), (1_000_000, false)]

    private func moment(_ deadline: UTCInstant, _ microseconds: Int64) -> UTCInstant {
        UTCInstant(microseconds: deadline.microseconds + microseconds)
    }

    @Test(arguments: [false, true]) func `every deadline of the procedure, for whoever owes`(isHard: Bool) async throws {
        let hard = try ProcedureCatalog.hardAppeal()
        try await PeopledService.with(procedures: isHard ? hard : nil) { house in
            let walk = try AppealWalk(house)
            var (rules, players): (Set<String>, Set<String>) = ([], [])
            try await walk.walk { owed in
                rules.insert(owed.rule)
                house.clock.stand(at: moment(owed.dueAt, -86_400_000_000))
                let ways = try await walk.ways(of: owed)
                for (offset, isInTime) in Self.offsets {
                    house.clock.stand(at: moment(owed.dueAt, offset))
                    for (who, line, body) in ways {
                        players.insert(who)
                        let reply = try await house.reply(who, line, body: body)
                        let place: Comment = "\(owed.rule) \(who) \(offset): \(reply.json)"
                        if isHard, !isInTime {
                            #expect(reply.json["err"]?.text == "deadline/passed" && reply.code == .late, place)
                        } else {
                            #expect(reply.code == .created && reply.json["late"] == .bool(!isInTime), place)
                        }
                    }
                }
                house.clock.stand(at: moment(owed.dueAt, -1))
                #expect(try await walk.deliver(owed).code == .created, "\(owed.rule)")
                #expect(try await walk.state(of: owed.id) == "met", "\(owed.rule)")
            }
            #expect(
                rules == [
                    "questionnaire", "desk-review", "visit-report", "draft-report", "comments", "list-of-issues", "dialogue-record",
                    "report",
                    "adoption", "position", "progress-interim", "progress-final", "follow-up-report",
                ])
            #expect(players == ["focal", "delegate", "expert", "reviewer", "officer"])
        }
    }

    @Test(arguments: [false, true]) func `what a job has called missed is late or refused all the same`(isHard: Bool) async throws {
        let hard = try ProcedureCatalog.hardAppeal()
        try await PeopledService.with(procedures: isHard ? hard : nil) { house in
            let walk = try AppealWalk(house)
            #expect(try await walk.leave(at: AppealWalk.instant("2026-11-03T09:00:00Z")))
            let owed = try #require(try await walk.owed().first)
            house.clock.stand(at: moment(owed.dueAt, -1))
            try await house.run("follow-up")
            #expect(try await walk.state(of: owed.id) == "open")
            house.clock.stand(at: owed.dueAt)
            #expect(try await house.run("follow-up") == 1)
            #expect(try await walk.state(of: owed.id) == "missed")
            #expect(try await walk.deliver(owed).code == (isHard ? .late : .created))
            #expect(try await walk.state(of: owed.id) == (isHard ? "missed" : "late"))
            // The transaction that began in time decides by its own instant, though a job came first.
            house.clock.stand(at: moment(owed.dueAt, -1))
            if isHard { #expect(try await walk.deliver(owed, isDry: true).json["late"] == false) }
        }
    }

    @Test func `days of grace are in time, and the deadline stays what it was`() async throws {
        let graceful = try ProcedureCatalog.appeal(replacing: ["grace: 0 days": "grace: 3 days\n        late: refuse"])
        try await PeopledService.with(procedures: graceful) { house in
            let walk = try AppealWalk(house)
            #expect(try await walk.leave(at: AppealWalk.instant("2026-11-03T09:00:00Z")))
            let owed = try #require(try await walk.owed().first)
            let shown = try await house.done("public", "obligation.show obligation=\(owed.id)")
            let grace = try AppealWalk.instant(shown["grace_until"]?.text)
            #expect(owed.dueAt.rfc3339 == "2027-05-03T22:00:00Z" && grace.rfc3339 == "2027-05-06T22:00:00Z")
            for (offset, isInTime) in Self.offsets {
                house.clock.stand(at: moment(owed.dueAt, offset))
                #expect(try await walk.deliver(owed, isDry: true).json["late"] == false)
                house.clock.stand(at: moment(grace, offset))
                #expect(try await walk.deliver(owed, isDry: true).code == (isInTime ? .created : .late), "\(offset)")
            }
            for (at, state) in [(owed.dueAt, "open"), (moment(grace, -1), "open"), (grace, "missed")] {
                house.clock.stand(at: at)
                try await house.run("follow-up")
                #expect(try await walk.state(of: owed.id) == state)
            }
        }
    }

    @Test(arguments: [(-1_000_000, "met"), (0, "late"), (1_000_000, "late")] as [(Int64, String)])
    func `a nomination that is owed`(offset: Int64, state: String) async throws {
        try await PeopledService.with { house in
            let clock = house.clock
            clock.stand(at: try AppealWalk.instant("2026-11-03T09:00:00Z"))
            let review = try await house.made("head", "review.open cycle=\(house.cycle) party=NOR starts_on=2026-11-02")
            let owed = try await house.rows("public", "obligation.list review=\(review)")
            let nominees = [
                "party-under-review": ("outsider", "focal-point"), "secretariat": ("expert", "expert"),
                "reviewing-party": ("reviewer", "reviewer"),
            ]
            #expect(owed.count == nominees.count)
            for row in owed {
                let (account, function) = try #require(nominees[row["owed_by"]?.text ?? ""])
                clock.stand(at: moment(try AppealWalk.instant(row["due_at"]?.text), offset))
                let nominator = function == "focal-point" ? "outsider" : "head"
                try await house.done(
                    nominator, "nomination.make review=\(review) account=\(account) function=\(function) note_verbale=NV/1")
                let shown = try await house.done("public", "obligation.show obligation=\(row["id"]?.text ?? "")")
                #expect(shown["state"]?.text == state, "\(function)")
            }
        }
    }

    @Test func `an answer that is owed, by the State and by the officer`() async throws {
        try await PeopledService.with { house in
            let walk = try AppealWalk(house)
            func contribute(_ who: String, _ rest: String) async throws -> String {
                let line = "document.submit review=\(house.review) kind=contribution lang=en title=x \(rest)"
                return try await house.made(who, line, body: "We saw it.")
            }
            for (author, source, answers) in [("ngo", "named", "delegate"), ("survivors", "hidden", "officer")] {
                try walk.stand(at: "2026-11-03T09:00:00Z")
                var papers: [String] = []
                for _ in Self.offsets { papers.append(try await contribute(author, "source=\(source)")) }
                for ((offset, isInTime), paper) in zip(Self.offsets, papers) {
                    let owed = try await house.rows(answers, "obligation.list review=\(house.review) mine=yes limit=1000")
                        .first { $0["document"]?.text == paper }
                    house.clock.stand(at: moment(try AppealWalk.instant(owed?["due_at"]?.text), offset))
                    try await house.run("follow-up")
                    try await house.done(answers, "document.respond answers=\(paper) lang=en title=x", body: "Heard.")
                    #expect(try await walk.state(of: owed?["id"]?.text ?? "") == (isInTime ? "met" : "late"), "\(author) \(offset)")
                }
            }
        }
    }

    @Test func `a window closes at its instant for everyone who may speak by it`() async throws {
        let closing = try ProcedureCatalog.appeal(replacing: [
            "from: [cso, nhri, igo, expert, officer]\n        closes: with-stage":
                "from: [cso, nhri, igo, expert, officer]\n        closes: visit.agreed"
        ])
        try await PeopledService.with(procedures: closing) { house in
            let walk = try AppealWalk(house)
            try await walk.walkToDeskReview()
            let end = try AppealWalk.instant("2027-05-20T10:00:00Z")
            try await house.done("officer", "anchor.record review=\(house.review) name=visit.agreed at=\(end.rfc3339)")
            for (offset, isInTime) in Self.offsets {
                house.clock.stand(at: moment(end, offset))
                for who in ["ngo", "survivors", "nhri", "igo", "expert", "officer"] {
                    let line = "document.submit review=\(house.review) kind=evidence lang=en title=x dry=yes"
                    let reply = try await house.reply(who, line, body: "x")
                    #expect(reply.code == (isInTime ? .created : .late), "\(who) \(offset): \(reply.json)")
                    if !isInTime { #expect(reply.json["err"]?.text == "window/closed") }
                }
            }
            try await house.run("follow-up")
            let rows = try await house.rows("ngo", "window.list review=\(house.review)").filter { $0["document_kind"]?.text == "evidence" }
            #expect(rows.map { $0["open"] } == [.bool(false)])
        }
    }

    @Test func `more time is asked for before the deadline`() async throws {
        try await PeopledService.with { house in
            let walk = try AppealWalk(house)
            #expect(try await walk.leave(at: AppealWalk.instant("2026-11-03T09:00:00Z")))
            let owed = try #require(try await walk.owed().first)
            let line = "obligation.extend obligation=\(owed.id) days=10 reason=\"It takes longer\" dry=yes"
            for hasRun in [false, true] {
                for (offset, isInTime) in Self.offsets where !hasRun || !isInTime {
                    house.clock.stand(at: moment(owed.dueAt, offset))
                    if hasRun { try await house.run("follow-up") }
                    for who in ["focal", "delegate"] {
                        let reply = try await house.reply(who, line)
                        #expect(reply.code == (isInTime ? .created : .late), "\(who) \(offset): \(reply.json)")
                    }
                }
            }
        }
    }
}

extension AppealWalk {
    /// The self-assessment is handed in, and the promised weeks of its window go by.
    fileprivate func walkToDeskReview() async throws {
        guard try await leave(at: Self.instant("2026-11-03T09:00:00Z")), let owed = try await owed().first else { return }
        _ = try await deliver(owed)
        _ = try await leave(at: Self.instant("2027-05-03T09:00:00Z"))
    }
}
