import ReviewModel
import Testing

@Suite struct CronTests {
    private func next(_ text: String, after: Int64, zone: String = "Europe/Vienna", count: Int = 1) throws -> [String] {
        let cron = try #require(CronExpression(text))
        let zone = try #require(Zone(zone))
        var at = UTCInstant(seconds: after)
        return try (0..<count).map { _ in
            at = try #require(cron.next(after: at, in: zone))
            return at.rfc3339
        }
    }

    /// 2026-11-23T16:40:00Z, a Monday.
    private let monday: Int64 = 1_795_452_000

    @Test func `fields say when`() throws {
        #expect(try next("* * * * *", after: monday) == ["2026-11-23T16:41:00Z"])
        #expect(try next("*/5 * * * *", after: monday) == ["2026-11-23T16:45:00Z"])
        #expect(try next("30 3 * * *", after: monday) == ["2026-11-24T02:30:00Z"])
        #expect(try next("0 9 * * 1-5", after: monday) == ["2026-11-24T08:00:00Z"])
        #expect(try next("0 9 * * 0", after: monday) == ["2026-11-29T08:00:00Z"])
        #expect(try next("0 9 * * 7", after: monday) == ["2026-11-29T08:00:00Z"])
        #expect(try next("0 0 29 2 *", after: monday) == ["2028-02-28T23:00:00Z"])
        #expect(try next("0 0 1,15 * *", after: monday, count: 2) == ["2026-11-30T23:00:00Z", "2026-12-14T23:00:00Z"])
    }

    @Test func `where day and weekday are both given either will do`() throws {
        #expect(
            try next("0 0 13 * 5", after: monday, zone: "UTC", count: 3) == [
                "2026-11-27T00:00:00Z", "2026-12-04T00:00:00Z", "2026-12-11T00:00:00Z",
            ])
    }

    /// In Vienna the clocks skip from 2 to 3 on 28 March 2027, at 01:00 UTC.
    @Test func `a fixed time in a gap runs once, at the first moment after it`() throws {
        let before: Int64 = 1_806_062_400  // 2027-03-26T12:00:00Z
        #expect(
            try next("30 2 * * *", after: before, count: 3) == [
                "2027-03-27T01:30:00Z", "2027-03-28T01:00:00Z", "2027-03-29T00:30:00Z",
            ])
    }

    /// In Vienna 2 to 3 comes twice on 31 October 2027, from 00:00 UTC.
    @Test func `a fixed time that comes twice runs the first time only`() throws {
        let before: Int64 = 1_824_912_000  // 2027-10-30T16:00:00Z
        #expect(try next("30 2 * * *", after: before, count: 2) == ["2027-10-31T00:30:00Z", "2027-11-01T01:30:00Z"])
    }

    @Test func `a job of every hour runs by the time that passes`() throws {
        let autumn = try next("0 * * * *", after: 1_824_928_200, count: 6)  // from 2027-10-30T20:30:00Z on
        #expect(autumn == (0..<6).map { UTCInstant(seconds: 1_824_930_000 + Int64($0) * 3_600).rfc3339 })
        let spring = try next("30 * * * *", after: 1_806_148_800, count: 30)  // from 2027-03-27T12:00:00Z on
        #expect(spring == (0..<30).map { UTCInstant(seconds: 1_806_148_800 + 1_800 + Int64($0) * 3_600).rfc3339 })
    }

    @Test(arguments: [
        "", "* * * *", "60 * * * *", "* 24 * * *", "5-1 * * * *", "*/0 * * * *", "1/2 * * * *", "0 0 31 2 *", "a * * * *", "* * 0 * *",
        "-1 * * * *",
    ])
    func `what is no schedule is refused`(text: String) {
        #expect(CronExpression(text) == nil)
    }

    @Test func `a job is overdue when a whole run went by`() throws {
        let schedule = JobSchedule.standard
        let last = UTCInstant(seconds: monday)
        #expect(schedule.jobs.count == 7)
        #expect(!schedule.isOverdue("fire", lastRunAt: last, now: last.adding(seconds: 419)))
        #expect(schedule.isOverdue("fire", lastRunAt: last, now: last.adding(seconds: 420)))
    }
}

@Suite struct ClockGuardTests {
    private func jump(_ databaseSeconds: Int64, _ uptimeSeconds: Int64) -> Int64? {
        var clock = ClockGuard()
        let start = UTCInstant(seconds: 1_795_452_000)
        _ = clock.look(database: start, uptimeMicroseconds: 5_000_000)
        return clock.look(database: start.adding(seconds: databaseSeconds), uptimeMicroseconds: 5_000_000 + uptimeSeconds * 1_000_000)
            .map { $0 / 1_000_000 }
    }

    @Test func `a clock that goes as it should, or a minute wrong, is let go on`() {
        #expect(jump(3_600, 3_600) == nil)
        #expect(jump(60, 0) == nil)
        #expect(jump(0, 60) == nil)
    }

    @Test func `a jump of more than a minute in either direction is seen`() {
        #expect(jump(61, 0) == 61)
        #expect(jump(5, 66) == -61)
        #expect(jump(31_536_000, 10) == 31_535_990)
        #expect(jump(-3_600, 10) == -3_610)
    }
}
