import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Synchronization
import Testing

/// While the clock is in doubt people go on, and time with them as it went before the jump (decision 0036).
@Suite struct ClockInDoubtTests {
    /// What a daemon's machine counts. That the database's clock jumps by an hour is, seen from there, that the machine counts an hour less.
    private final class Count: Sendable {
        private let behind = Mutex<Int64>(0)

        func fallBehind(seconds: Int64) { behind.withLock { $0 += seconds * 1_000_000 } }

        func now() -> Uptime {
            let uptime = Uptime.now
            return Uptime(boot: uptime.boot, microseconds: uptime.microseconds - behind.withLock { $0 })
        }
    }

    private static let due = "2027-05-03T22:00:00Z"
    private static let jumped: SQL = "select extract(epoch from jumped)::bigint from rehearsal_clock"
    private static let alarmed: SQL = "select a.login from notice n join account a on a.id = n.account where n.kind = 'alarm'"

    /// The self-assessment is owed, the clock stands half an hour before its deadline, and a daemon has looked.
    private func beforeTheDeadline(_ body: (PeopledService, Count, JobClock) async throws -> Void) async throws {
        let count = Count()
        try await PeopledService.with(uptime: { count.now() }) { house in
            let version = try await house.done("officer", "review.show review=\(house.review)")["ver"]?.integer ?? 0
            try await house.done("officer", "review.advance review=\(house.review) if=\(version)")
            try await house.sleep(until: "2027-05-03T21:30:00Z")
            let clock = JobClock(house.service)
            // What months of mail that nobody delivered would alarm the head of is none of this.
            try await house.change("update outbox set state = 'dropped', settled_at = moment() where state = 'pending'")
            #expect(try await clock.tick() == nil)
            try await body(house, count, clock)
        }
    }

    /// The database's clock goes an hour ahead at once.
    private func jump(_ house: PeopledService, _ count: Count) async throws {
        try await house.sleep(until: "2027-05-03T22:30:00Z")
        count.fallBehind(seconds: 3600)
    }

    private func handIn(_ house: PeopledService) async throws -> JSONValue {
        try await house.done(
            "focal", "document.submit review=\(house.review) kind=self-assessment lang=en title=x", body: "What we have done.")
    }

    @Test func `what is handed in right behind a jump, before any daemon looked, is in time as everybody saw the time`() async throws {
        try await beforeTheDeadline { house, count, clock in
            try await jump(house, count)
            let receipt = try await handIn(house)
            #expect(receipt["late"] == false)
            #expect(try #require(receipt["received_at"]?.text) < Self.due)
            let shown = try await house.done("public", "clock.show")
            #expect(shown["held_because"]?.text == "the clock of the database jumped by 3600 seconds" && shown["jumped_seconds"] == 3600)
            #expect(try #require(shown["now"]?.text) < Self.due && #require(shown["held_since"]?.text) < Self.due)
            // Those who watch are told once, by the next look.
            #expect(try await clock.tick() == shown["held_because"]?.text)
            #expect(try await clock.tick() == nil)
            #expect(try await house.texts(Self.alarmed) == ["head"])
        }
    }

    @Test func `a jump that could not be written down is found again by the next look`() async throws {
        try await beforeTheDeadline { house, count, clock in
            try await house.administer(
                """
                create function broken() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$;
                create trigger broken before update of jumped on rehearsal_clock for each row execute function broken();
                """)
            try await jump(house, count)
            await #expect(throws: (any Error).self) { try await clock.tick() }
            #expect(try await house.texts("select reason from schedule_hold").isEmpty)
            try await house.administer("drop trigger broken on rehearsal_clock")
            #expect(try await clock.tick() == "the clock of the database jumped by 3600 seconds")
            #expect(try await house.count(Self.jumped) == 3600)
            #expect(try await handIn(house)["late"] == false)
        }
    }

    @Test func `by a clock that was released the same comes late`() async throws {
        try await beforeTheDeadline { house, count, clock in
            try await jump(house, count)
            #expect(try await clock.tick() != nil)
            #expect(try await house.reply("head", "clock.advance to=2027-05-04T00:00:00Z").json["err"]?.text == "clock/held")
            try await house.done("officer", "schedule.release reason=\"The clock is right now\"")
            #expect(try await house.count(Self.jumped) == 0)
            #expect(try await clock.tick() == nil)
            #expect(try await handIn(house)["late"] == true)
            // A daemon that starts now has nothing to compare with but what was counted since.
            #expect(try await JobClock(house.service).tick() == nil)
        }
    }

    @Test func `an operator's hold leaves the clock alone`() async throws {
        try await beforeTheDeadline { house, _, _ in
            try await house.done("officer", "schedule.hold reason=\"A look at the mail\"")
            try await house.sleep(until: "2027-05-03T22:30:00Z")
            #expect(try await handIn(house)["late"] == true)
        }
    }

    @Test func `a clock that is set right while it is in doubt is right at once, and the schedule stays held`() async throws {
        try await beforeTheDeadline { house, count, clock in
            try await jump(house, count)
            #expect(try await clock.tick() != nil)
            try await house.sleep(until: "2027-05-03T21:40:00Z")
            count.fallBehind(seconds: -3600)
            #expect(try await handIn(house)["late"] == false)
            #expect(try await house.count(Self.jumped) == 0)
            let shown = try await house.done("public", "clock.show")
            #expect(shown["jumped_seconds"] == nil && shown["held_because"]?.text?.hasSuffix("jumped by -3600 seconds") == true)
        }
    }

    @Test func `two daemons take off one jump once, and one whose machine was paused does not argue with the other`() async throws {
        try await beforeTheDeadline { house, count, clock in
            let (otherCount, pool) = (Count(), house.service.pool)
            let other = Service(
                pool: pool, sealer: house.service.sealer, limits: house.service.limits, procedures: house.service.procedures,
                isRehearsal: true, uptime: { otherCount.now() }, report: { _ in })
            let second = JobClock(other)
            #expect(try await second.tick() == nil)
            try await jump(house, count)
            otherCount.fallBehind(seconds: 3600)
            for clock in [clock, second, clock, second] { _ = try await clock.tick() }
            #expect(try await house.count(Self.jumped) == 3600)
            otherCount.fallBehind(seconds: 600)
            for clock in [clock, second, clock, second, clock] { _ = try await clock.tick() }
            #expect(try await house.count(Self.jumped) == 4200)
            #expect(try await handIn(house)["late"] == false)
        }
    }
}
