import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// Who hears that a review has entered a stage.
@Suite struct StageNoticeTests {
    private static func told(_ house: PeopledService, _ stage: String, review: String? = nil) async throws -> [String] {
        try await house.texts(
            """
            select a.login from notice n join account a on a.id = n.account
            where n.kind = 'stage-entered' and n.stage = \(stage) and n.review = \(review ?? house.review) order by 1
            """)
    }

    private static func advance(_ house: PeopledService) async throws {
        let version = try await house.done("officer", "review.show review=\(house.review)")["ver"]?.integer ?? 0
        try await house.done("officer", "review.advance review=\(house.review) if=\(version)")
    }

    /// An accredited organisation with somebody who leads it and somebody who does not.
    private static func accredit(_ name: String, _ rest: String, until: String = "2040-12-31", _ house: PeopledService) async throws {
        let line = "accreditation.apply name=\(name) title=\(name) class=cso kind=ngo statement=x contact=x@example.org \(rest)"
        let application = try await house.made("public", line)
        try await house.done("head", "accreditation.grant accreditation=\(application) if=1 until=\(until)")
        try await house.service.pool.transaction(Actor.system.context) { transaction in
            for isLead in [true, false] {
                _ = try await Accounts.create(
                    login: isLead ? name : name + "-clerk", organisation: name, role: .cso, isLead: isLead,
                    password: Cast.password(of: name), iterations: Cast.iterations, in: transaction)
            }
        }
    }

    @Test func `those with a function, and the civil society of the country, whose leads hear of it`() async throws {
        try await PeopledService.with { house in
            house.clock.stand(at: try AppealWalk.instant("2026-11-03T09:00:00Z"))
            try await Self.accredit("nairobi", "country=KEN", house)
            try await Self.accredit("oslo", "country=NOR", house)
            try await Self.accredit("lapsed", "country=KEN", until: "2026-11-20", house)
            house.clock.stand(at: try AppealWalk.instant("2026-11-30T09:00:00Z"))
            try await Self.advance(house)
            #expect(
                try await Self.told(house, "self-assessment") == ["delegate", "expert", "focal", "nairobi", "officer", "reviewer"])
            let row = try await house.rows("focal", "notice.list kind=stage-entered").first
            #expect(row?["stage"]?.text == "self-assessment" && row?["obligation"] == nil)
        }
    }

    @Test func `nobody is told who has a conflict of interest or is suspended`() async throws {
        try await PeopledService.with { house in
            try await house.done("delegate", "conflict.declare review=\(house.review) reason=\"a cousin\"")
            try await house.done("lead", "account.suspend login=focal if=1 reason=\"left the ministry\"")
            try await Self.advance(house)
            #expect(try await Self.told(house, "self-assessment") == ["expert", "officer", "reviewer"])
        }
    }

    @Test func `who contributed by name for all is told, and who did so hidden or for fewer is not, so that it betrays nobody`()
        async throws
    {
        for (choice, isTold) in [
            ("audience=open", true), ("audience=stakeholders", true), ("audience=team", false), ("audience=experts", false),
            ("source=hidden", false), ("source=hidden audience=open", false),
        ] {
            try await PeopledService.with { house in
                let line = "document.submit review=\(house.review) kind=contribution lang=en title=x \(choice)"
                let paper = try await house.made("survivors", line, body: "We saw it.")
                try await Self.advance(house)
                #expect(try await Self.told(house, "self-assessment").contains("survivors") == isTold, "\(choice)")
                guard choice == "audience=open" else { return }
                let version = try await house.done("survivors", "document.show document=\(paper)")["ver"]?.integer ?? 0
                try await house.done("survivors", "document.withdraw document=\(paper) if=\(version) reason=afraid")
                house.clock.stand(at: try AppealWalk.instant("2027-06-01T00:00:00Z"))
                try await house.done("focal", "document.submit review=\(house.review) kind=self-assessment lang=en title=x", body: "x")
                try await Self.advance(house)
                #expect(try await !Self.told(house, "desk-review").isEmpty)
                #expect(try await !Self.told(house, "desk-review").contains("survivors"))
            }
        }
    }

    @Test func `at its beginning who owes something there is told, before anyone has a function`() async throws {
        try await PeopledService.with { house in
            house.clock.stand(at: try AppealWalk.instant("2026-11-03T09:00:00Z"))
            let review = try await house.made("head", "review.open cycle=\(house.cycle) party=NOR starts_on=2026-11-10")
            #expect(try await Self.told(house, "nominations", review: review).isEmpty)
            house.clock.stand(at: try AppealWalk.instant("2026-11-10T09:00:00Z"))
            try await house.run("follow-up")
            #expect(try await Self.told(house, "nominations", review: review) == ["head", "outsider"])
            try await house.run("follow-up")
            #expect(try await Self.told(house, "nominations", review: review).count == 2)
        }
    }

    @Test func `a stage that is over when the daemon comes to it is told to nobody`() async throws {
        let hasty = try ProcedureCatalog.appeal(replacing: [
            "leave: {when: [focal-point, experts], by: officer}": "leave: {when: [focal-point]}"
        ])
        try await PeopledService.with(procedures: hasty) { house in
            house.clock.stand(at: try AppealWalk.instant("2026-11-03T09:00:00Z"))
            let review = try await house.made("head", "review.open cycle=\(house.cycle) party=NOR starts_on=2026-11-10")
            let nomination = "nomination.make review=\(review) account=outsider function=focal-point note_verbale=NV/1"
            try await house.done("outsider", nomination)
            house.clock.stand(at: try AppealWalk.instant("2026-11-20T09:00:00Z"))
            try await house.run("follow-up")
            #expect(try await Self.told(house, "nominations", review: review).isEmpty)
            #expect(try await !Self.told(house, "self-assessment", review: review).isEmpty)
        }
    }
}
