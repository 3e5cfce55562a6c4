import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// A job that did not run is an alarm, and a quiet one.
@Suite struct SelfCheckTests {
    private static let alarms: SQL = "select count(*) from notice where kind = 'alarm'"

    @Test func `a job that did not succeed is told to the head once a day, however often it is looked at`() async throws {
        try await PeopledService.with { house in
            let clock = JobClock(house.service)
            #expect(try await clock.tick() == nil)
            #expect(try await house.count(Self.alarms) == 0)
            // It has failed for two hours, and another one has not even tried.
            try await house.administer(
                """
                update job_run set began_at = began_at - interval '2 hours', ended_at = ended_at - interval '2 hours' where job in ('fire', 'reconcile');
                insert into job_run (job, began_at, ended_at, outcome)
                select job, began_at + interval '1 hour', began_at + interval '1 hour', 'failed' from job_run where job = 'fire'
                """)
            for _ in 1...30 { #expect(try await house.run("self-check") == 2) }
            #expect(try await house.count(Self.alarms) == 1)
            let rows = try await house.rows("officer", "job.list")
            #expect(rows.filter { $0["overdue"] == true }.compactMap { $0["job"]?.text } == ["reconcile", "fire"])
            #expect(rows.first { $0["job"]?.text == "fire" }?["outcome"]?.text == "failed")

            // A day later it is still so, and one more has stopped.
            try await house.administer("update self_check set told_at = told_at - interval '25 hours'")
            #expect(try await house.run("self-check") == 2)
            #expect(try await house.count(Self.alarms) == 2)
            try await house.administer("update job_run set began_at = began_at - interval '3 hours' where job = 'follow-up'")
            for _ in 1...3 { #expect(try await house.run("self-check") == 3) }
            #expect(try await house.count(Self.alarms) == 3)

            _ = try await clock.tick()
            #expect(try await house.run("self-check") == 0)
        }
    }

    @Test func `messages that nobody tries are told like a job that did not run, and again the next day only`() async throws {
        try await PeopledService.with { house in
            #expect(try await JobClock(house.service).tick() == nil)
            try await house.administer(
                """
                insert into job_run (job, began_at, ended_at, outcome) select job, began_at, ended_at, outcome from job_run where job = 'reconcile';
                update job_run set began_at = began_at - interval '2 hours' where job = 'fire'
                """)
            for _ in 1...3 { #expect(try await house.run("self-check") == 1) }
            // The head's own message waits too.
            try await house.administer("update outbox set next_attempt_at = next_attempt_at - interval '1 hour'")
            for _ in 1...3 { #expect(try await house.run("self-check") == 2) }
            #expect(try await house.count(Self.alarms) == 2)
            try await house.administer("update outbox set next_attempt_at = next_attempt_at + interval '2 hours'")
            #expect(try await house.run("self-check") == 1)
            try await house.administer("update outbox set next_attempt_at = next_attempt_at - interval '2 hours'")
            #expect(try await house.run("self-check") == 2)
            #expect(try await house.count(Self.alarms) == 2)
        }
    }

    @Test func `mail that cannot leave is told after ten minutes, though every message waits as it should`() async throws {
        try await PeopledService.with { house in
            #expect(try await JobClock(house.service).tick() == nil)
            let version = try await house.done("officer", "review.show review=\(house.review)")["ver"]?.integer ?? 0
            try await house.done("officer", "review.advance review=\(house.review) if=\(version)")
            let blocked: SQL =
                "update outbox set next_attempt_at = moment() + interval '1 hour', last_error = 'no', blocked_since = moment()"
            try await house.change(blocked)
            #expect(try await house.run("self-check") == 0)
            try await house.change(blocked + " - interval '11 minutes'")
            for _ in 1...3 { #expect(try await house.run("self-check") == 1) }
            #expect(try await house.count(Self.alarms) == 1)
            try await house.change("update outbox set blocked_since = null")
            #expect(try await house.run("self-check") == 0)
        }
    }

    @Test func `two daemons that look at the same moment tell once`() async throws {
        try await PeopledService.with { house in
            #expect(try await JobClock(house.service).tick() == nil)
            try await house.administer("update job_run set began_at = began_at - interval '2 hours' where job = 'fire'")
            async let first = house.run("self-check")
            async let second = house.run("self-check")
            #expect(try await first + second == 2)
            #expect(try await house.count(Self.alarms) == 1)
        }
    }

    @Test func `job.list says when each job runs, when it did, and that one which never succeeded should have`() async throws {
        try await PeopledService.with { house in
            let untouched = try await house.rows("officer", "job.list")
            #expect(untouched.compactMap { $0["job"]?.text } == JobTable.all.map(\.name))
            #expect(untouched.allSatisfy { $0["cron"] != nil && $0["zone"]?.text == "Europe/Vienna" && $0["next_at"] != nil })
            #expect(untouched.allSatisfy { $0["last_at"] == nil && $0["overdue"] == false })
            #expect(try await JobClock(house.service).tick() == nil)
            let afterwards = try await house.rows("officer", "job.list")
            #expect(afterwards.allSatisfy { $0["outcome"]?.text == "done" && $0["last_at"] == $0["done_at"] && $0["overdue"] == false })
            try await house.administer(
                """
                delete from job_run where job = 'fire';
                insert into job_run (job, began_at, ended_at, outcome) select job, began_at, ended_at, outcome from job_run where job = 'reconcile';
                update job_run set began_at = began_at - interval '1 hour' where id = (select min(id) from job_run)
                """)
            let later = try await house.rows("officer", "job.list")
            #expect(later.filter { $0["overdue"] == true }.compactMap { $0["job"]?.text } == ["fire"])
        }
    }

    @Test func `a review that cannot be carried on is a failure of the job, and the others are carried on`() async throws {
        try await PeopledService.with { house in
            try await house.fill(reviews: 3)
            try await house.administer(
                """
                create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not this one'; end $$;
                create trigger refuse before insert on alarm for each row when (new.review = 'R-Z000000200') execute function refuse()
                """)
            #expect(try await house.run("reconcile") == 2 * 14)
            let row = try await house.rows("officer", "job.list").first { $0["job"]?.text == "reconcile" }
            #expect(row?["outcome"]?.text == "failed" && row?["done_at"] == nil)
            #expect(row?["detail"]?.text == "reviews that could not be carried on: 1; the log says why")
        }
    }
}
