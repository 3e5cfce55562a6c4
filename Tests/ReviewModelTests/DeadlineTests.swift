import ReviewModel
import Testing

@Suite struct DeadlineTests {
    let vienna: WorkCalendar

    init() throws { vienna = try ConfigFiles.vienna() }

    /// The deadline of a length after a date, on the next working day, at the end of it unless said otherwise.
    private func due(
        _ from: String, _ offset: DateOffset, _ direction: DeadlineRule.Direction = .plus, roll: Roll = .nextWorkingDay,
        at cutOff: String = "24:00"
    ) throws -> Deadline {
        let rule = DeadlineRule(
            anchor: "review.start", direction: direction, offset: offset, roll: roll, cutOff: try #require(CutOff(cutOff)))
        return try DeadlineArithmetic.deadline(rule: rule, anchoredOn: date(from), calendar: vienna)
    }

    @Test func `a review that starts on 1 November 2022 owes on 15 and 29 November and on 2 May`() throws {
        #expect(try due("2022-11-01", DateOffset(2, .weeks)).localDate == date("2022-11-15"))
        #expect(try due("2022-11-01", DateOffset(4, .weeks)).localDate == date("2022-11-29"))
        #expect(try due("2022-11-01", DateOffset(6, .months), roll: .none).localDate == date("2023-05-01"))
        #expect(try due("2022-11-01", DateOffset(6, .months)).localDate == date("2023-05-02"))
    }

    @Test func `six months after 31 August is the last day of February`() throws {
        #expect(try due("2022-08-31", DateOffset(6, .months), roll: .none).localDate == date("2023-02-28"))
        #expect(try due("2023-08-31", DateOffset(6, .months), roll: .none).localDate == date("2024-02-29"))
    }

    @Test func `holidays in lieu are not worked`() throws {
        #expect(try due("2022-12-31", DateOffset(1, .days)).localDate == date("2023-01-03"))
        #expect(try due("2023-04-21", DateOffset(1, .days)).localDate == date("2023-04-25"))
        #expect(vienna.holidays[date("2023-01-02")]?.inLieuOf == date("2023-01-01"))
        #expect(vienna.holidays[date("2023-04-24")]?.inLieuOf == date("2023-04-22"))
        #expect(!vienna.isWorkingDay(date("2023-01-02")))
        #expect(!vienna.isWorkingDay(date("2023-04-24")))
    }

    @Test func `a deadline may roll back as well`() throws {
        #expect(try due("2023-04-11", DateOffset(1, .days), .minus, roll: .previousWorkingDay).localDate == date("2023-04-06"))
    }

    @Test func `24 o'clock is the end of that local day, in winter and in summer`() throws {
        #expect(try due("2023-02-01", .zero).dueAt.rfc3339 == "2023-02-01T23:00:00Z")
        #expect(try due("2023-08-01", .zero).dueAt.rfc3339 == "2023-08-01T22:00:00Z")
        #expect(try due("2023-08-01", .zero, at: "17:00").dueAt.rfc3339 == "2023-08-01T15:00:00Z")
        #expect(try due("2023-08-01", .zero).localTime == "24:00")
        #expect(try due("2023-08-01", .zero).zone == "Europe/Vienna")
    }

    @Test func `the day on which summer begins has 23 hours and the day on which it ends has 25`() throws {
        func hours(_ day: String) throws -> Int64 {
            let before = try due(day, DateOffset(1, .days), .minus, roll: .none)
            let itself = try due(day, .zero, roll: .none)
            return (itself.dueAt.seconds - before.dueAt.seconds) / 3_600
        }
        #expect(try hours("2026-03-28") == 24)
        #expect(try hours("2026-03-29") == 23)
        #expect(try hours("2026-10-25") == 25)
    }

    @Test func `a cut-off that the clocks skip or repeat is to the good of whoever owes`() throws {
        #expect(try due("2026-03-29", .zero, roll: .none, at: "02:30").dueAt.rfc3339 == "2026-03-29T01:30:00Z")
        #expect(try due("2026-10-25", .zero, roll: .none, at: "02:30").dueAt.rfc3339 == "2026-10-25T01:30:00Z")
    }

    @Test func `twelve weeks before a session moves with the session, into the past if need be`() throws {
        #expect(try due("2026-10-12", DateOffset(12, .weeks), .minus).localDate == date("2026-07-20"))
        #expect(try due("2026-08-10", DateOffset(12, .weeks), .minus).localDate == date("2026-05-18"))
    }

    @Test func `a moment anchors by its date in the calendar's zone`() throws {
        let rule = DeadlineRule(anchor: "document.self-assessment.received", offset: DateOffset(1, .days))
        let lateInTheEvening = vienna.zone.end(of: date("2023-06-12"), at: .endOfDay).adding(seconds: -1)
        let anchored = try DeadlineArithmetic.deadline(rule: rule, anchoredAt: lateInTheEvening, calendar: vienna)
        let next = try DeadlineArithmetic.deadline(rule: rule, anchoredAt: lateInTheEvening.adding(seconds: 1), calendar: vienna)
        #expect(anchored.anchoredOn == date("2023-06-12"))
        #expect(next.anchoredOn == date("2023-06-13"))
    }

    @Test func `a deadline in a year that is not published is provisional and knows weekends only`() throws {
        let deadline = try due("2025-12-24", DateOffset(1, .days))
        #expect(deadline.provisional)
        #expect(deadline.calendarVersion == "none")
        #expect(deadline.localDate == date("2025-12-25"))
        let loaded = WorkCalendar(
            id: vienna.id, zone: vienna.zone, weekend: vienna.weekend, years: [2_025: "2025-1"],
            holidays: [.init(date: date("2025-12-25"), name: "Christmas Day"), .init(date: date("2025-12-26"), name: "St. Stephen's Day")])
        let rule = DeadlineRule(anchor: "review.start", offset: DateOffset(1, .days), roll: .nextWorkingDay)
        let again = try DeadlineArithmetic.deadline(rule: rule, anchoredOn: date("2025-12-24"), calendar: loaded)
        #expect(!again.provisional)
        #expect(again.calendarVersion == "2025-1")
        #expect(again.localDate == date("2025-12-29"))
    }

    @Test func `a deadline that rolls out of the published years is provisional`() throws {
        #expect(try !due("2023-12-29", .zero).provisional)
        let rolled = try due("2023-12-30", .zero)
        #expect(rolled.provisional)
        #expect(rolled.localDate == date("2024-01-01"))
        #expect(rolled.calendarVersion == "2023-1")
        #expect(try !due("2030-06-01", .zero, roll: .none).provisional)
    }

    @Test func `an extension is counted from the anchor and rolled once`() throws {
        let rule = DeadlineRule(anchor: "review.start", offset: DateOffset(6, .months), roll: .nextWorkingDay)
        let extended = try DeadlineArithmetic.deadline(
            rule: rule, anchoredOn: date("2022-11-01"), calendar: vienna, extensions: [DateOffset(30, .days), DateOffset(30, .days)])
        #expect(extended.localDate == date("2023-06-30"))
        #expect(extended.rule == "review.start plus 6 months, next-working-day, 24:00, extended by 30 days, extended by 30 days")
    }

    @Test func `a date that no calendar has is refused`() {
        let rule = DeadlineRule(anchor: "review.start", offset: DateOffset(3_650, .years))
        #expect(throws: DeadlineArithmetic.OutOfRange.self) {
            try DeadlineArithmetic.deadline(rule: rule, anchoredOn: date("9000-01-01"), calendar: vienna)
        }
    }

    @Test func `grace lasts to the cut-off of a later day`() throws {
        let deadline = try due("2023-06-01", .zero, at: "17:00")
        #expect(DeadlineArithmetic.graceEnd(of: deadline, grace: .zero, calendar: vienna) == deadline.dueAt)
        let grace = DeadlineArithmetic.graceEnd(of: deadline, grace: DateOffset(3, .days), calendar: vienna)
        #expect(grace.rfc3339 == "2023-06-04T15:00:00Z")
    }

    @Test func `midnight is found where the clocks jump over it`() throws {
        let beirut = try #require(Zone("Asia/Beirut"))
        #expect(beirut.start(of: date("2022-03-27")).rfc3339 == "2022-03-26T22:00:00Z")
        #expect(beirut.start(of: date("2022-03-28")).seconds - beirut.start(of: date("2022-03-27")).seconds == 23 * 3_600)
    }
}
