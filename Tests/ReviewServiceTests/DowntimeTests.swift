import Foundation
import Postgres
import ReviewModel
import ReviewService
import Support
import Testing

/// Ten days in which no daemon ran, and on each of them many people were to be told something.
@Suite struct DowntimeTests {
    /// 2,000 make 10,000 alarms; `scripts/bench` says how long those take.
    private static let reviews = ProcessInfo.processInfo.environment["REVIEWD_DOWNTIME_REVIEWS"].flatMap { Int($0) } ?? 40

    @Test func `ten days are made up for in one look, and nobody gets two messages of one obligation`() async throws {
        try await PeopledService.with(leased: 8, remindersPerHourMax: 100_000) { house in
            try await house.fill(reviews: Self.reviews)
            try await house.sleep(until: "2026-11-29T12:00:00Z")
            #expect(try await JobClock(house.service).tick() == nil)
            let toldBefore = try await house.count(Self.told)

            try await house.sleep(until: "2026-12-09T12:00:00Z")
            #expect(
                try await house.count("select count(*) from alarm where state = 'pending' and fires_at <= moment()") == Self.reviews * 5)
            try await house.administer("delete from job_run")
            #expect(try await JobClock(house.service).tick() == nil)

            #expect(try await house.count("select count(*) from alarm where state = 'pending' and fires_at <= moment()") == 0)
            let (fired, skipped) = try await (house.count(Self.settled("fired")), house.count(Self.settled("skipped")))
            #expect(fired == Self.reviews * 3)
            #expect(skipped == Self.reviews * 2)
            #expect(try await house.count(Self.told) == toldBefore + fired)
            #expect(try await house.count(Self.mostMessagesOfOneThing) == 1)
            #expect(try await house.count("select count(*) from event where name = 'obligation.escalated'") == Self.reviews)

            try await house.administer("delete from job_run")
            #expect(try await JobClock(house.service).tick() == nil)
            #expect(try await house.count(Self.told) == toldBefore + fired)
            #expect(try await house.count(Self.busy) == 0)
        }
    }

    /// Without what the self-check tells the head: that nobody delivers messages here.
    private static let told: SQL = "select count(*) from notice where kind <> 'alarm'"
    private static let busy: SQL = "select count(*) from job_run where happened > 0 and job <> 'self-check' or outcome <> 'done'"

    /// How many alarms the downtime made that of.
    private static func settled(_ state: String) -> SQL {
        "select count(*) from alarm where state = \(state) and settled_at > '2026-12-09'"
    }

    /// How many messages about one obligation anyone got of the downtime at most.
    private static let mostMessagesOfOneThing: SQL = """
        select coalesce(max(n), 0)
        from (select count(*) as n from outbox o join outbox_notice l on l.outbox = o.id join notice k on k.id = l.notice
              where o.created_at > '2026-12-09' group by o.account, k.obligation) as told
        """

    @Test func `what lies in the future costs a look nothing: what is due is found by its index`() async throws {
        try await PeopledService.with { house in
            try await house.fill(reviews: 5_000)
            try await house.change("update wake set at = moment() + (3 + hashtext(review) % 1000 / 500.0) * interval '10 minutes'")
            try await house.administer(
                """
                insert into alarm (obligation, review, deadline_version, rule, kind, recipient_role, late_policy, fires_at)
                select id, review, deadline_version, 'future ' || n, 'reminder', owed_by, 'skip', '2040-01-01'::timestamptz + n * interval '1 minute'
                from (select * from obligation limit 1) as owed, generate_series(1, 100000) as n
                """)
            // As autovacuum does.
            try await house.administer("analyze alarm, wake")
            for (jobs, index, table) in [(Alarms.reviewsDue, "alarm_due", "alarm"), (Schedule.due, "wake_at", "wake")] {
                let plan = try await house.texts("explain " + jobs).joined(separator: "\n")
                #expect(plan.contains(" on \(index) ") || plan.contains(" using \(index) "), "\(plan)")
                #expect(!plan.contains("Seq Scan on \(table)"), "\(plan)")
                #expect(try await house.texts(jobs).isEmpty)
            }
        }
    }

    @Test func `an installation that has reviews is migrated, and each of them is looked at`() async throws {
        try await PeopledService.with { house in
            let migration = try String(contentsOfFile: TestCluster.root + "/sql/migrations/0015_waking.sql", encoding: .utf8)
            try await house.administer("drop index wake_at; delete from wake;\n" + migration)
            #expect(try await house.texts(Schedule.due) == [house.review])
        }
    }

    @Test func `a review that was written by hand, with no moment to be looked at, is looked at all the same`() async throws {
        try await PeopledService.with { house in
            try await house.administer("delete from wake")
            #expect(try await house.texts(Schedule.due).isEmpty)
            try await house.run("reconcile")
            #expect(try await house.texts(Schedule.due) == [house.review])
            try await house.run("follow-up")
            #expect(try await house.texts(Schedule.due).isEmpty)
        }
    }
}
