import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// A review that ends before its time leaves nothing open, and nothing more is said of it.
@Suite struct CancelTests {
    private static let jobs = ["reconcile", "follow-up", "fire", "function-ends", "accreditation-ends", "expiry"]

    /// The review, long after the self-assessment was due, with all that may hang in the air: an answer that is owed and one that was missed, a
    /// request for more time, an expert whose term will end, mail and a digest that have not left.
    private func scene(_ house: PeopledService) async throws {
        let walk = try AppealWalk(house)
        let version = try await house.done("head", "notice.preferences")["ver"]?.integer ?? 0
        try await house.done("head", "notice.preferences if=\(version) digest=yes")
        try await house.done("officer", "schedule.hold reason=\"A look at the mail\"")
        try await house.done("officer", "schedule.release reason=\"It is right\"")
        try await contribute(house)
        try await house.done(
            "head",
            "nomination.make review=\(house.review) account=bystander function=expert note_verbale=NV/9 until=2028-01-01T00:00:00Z")
        #expect(try await walk.leave(at: AppealWalk.instant("2026-11-03T10:00:00Z")))
        let owed = try #require(try await walk.owed().first)
        try await house.done("focal", "obligation.extend obligation=\(owed.id) days=40 reason=\"It takes longer\"")
        try walk.stand(at: "2027-07-10T09:00:00Z")
        for job in Self.jobs { try await house.run(job) }
        try await contribute(house)
    }

    private func contribute(_ house: PeopledService) async throws {
        try await house.done("ngo", "document.submit review=\(house.review) kind=contribution lang=en title=x", body: "What we saw.")
    }

    private func cancel(_ house: PeopledService) async throws {
        let version = try await house.done("officer", "review.show review=\(house.review)")["ver"]?.integer ?? 0
        try await house.done("head", "review.cancel review=\(house.review) if=\(version) reason=\"No cover\"")
    }

    @Test func `all that is open is void with its cause, and what was missed stays so`() async throws {
        try await PeopledService.with { house in
            try await scene(house)
            #expect(try await house.count("select count(*) from obligation where state = 'open'") == 1)
            try await cancel(house)
            #expect(
                try await house.texts("select rule || ' ' || state || coalesce(': ' || void_because, '') from obligation order by 1") == [
                    "contribution missed", "contribution void: the review is cancelled", "experts met", "focal-point met",
                    "questionnaire missed", "reviewers met",
                ])
            #expect(try await house.texts("select state || ': ' || decision from extension_request") == ["void: the review is cancelled"])
            #expect(try await house.count("select count(*) from alarm where state = 'pending'") == 0)
            #expect(try await house.count("select count(*) from window_run where closed_at is null") == 0)
            let event: SQL = "select o.rule from event e join obligation o on o.id = e.subject where name = 'obligation.voided'"
            #expect(try await house.texts(event) == ["contribution"])
            // Nobody decided on it: the statistics of fairness do not know it.
            #expect(try await house.rows("public", "obligation.fairness").allSatisfy { $0["decided"] == 0 })
        }
    }

    @Test func `those who would be told of a stage that was open are told that it is cancelled, once, and nobody else`() async throws {
        try await PeopledService.with { house in
            try await scene(house)
            try await cancel(house)
            let told: SQL =
                "select a.login from notice n join account a on a.id = n.account where n.kind = 'review-cancelled' order by 1"
            #expect(try await house.texts(told) == ["bystander", "delegate", "expert", "focal", "ngo", "officer", "reviewer"])
        }
    }

    @Test func `messages that have not left do not leave, and of a digest only what it says of the review`() async throws {
        try await PeopledService.with { house in
            try await scene(house)
            #expect(try await house.count("select count(*) from outbox where state = 'pending' and review is not null") > 0)
            #expect(try await house.count("select count(*) from outbox_notice k join outbox o on o.id = k.outbox where o.is_digest") > 1)
            try await cancel(house)
            let left = try await house.texts(
                """
                select a.login || ': ' || n.kind from outbox o join account a on a.id = o.account join outbox_notice k on k.outbox = o.id
                    join notice n on n.id = k.notice where o.state = 'pending' and n.kind <> 'review-cancelled'
                """)
            #expect(left == ["head: alarm"])
            #expect(
                try await house.texts("select distinct last_error from outbox where state = 'dropped'") == ["the review is cancelled"])
        }
    }

    @Test func `nothing is said of it in the two years after`() async throws {
        try await PeopledService.with { house in
            try await scene(house)
            try await cancel(house)
            let told = try await house.count("select count(*) from notice")
            let sent = try await house.count("select count(*) from outbox where state = 'pending'")
            let events = try await house.count("select count(*) from event where name like 'obligation.%'")
            for month in 0..<25 {
                house.clock.stand(at: try AppealWalk.instant("2027-07-11T09:00:00Z").adding(seconds: Int64(month) * 30 * 86_400))
                for job in Self.jobs { try await house.run(job) }
            }
            #expect(try await house.count("select count(*) from notice") == told)
            #expect(try await house.count("select count(*) from outbox where state = 'pending'") == sent)
            #expect(try await house.count("select count(*) from event where name like 'obligation.%'") == events)
        }
    }
}
