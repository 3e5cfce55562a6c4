import ReviewModel
import Testing

@Suite struct DeadlinePropertyTests {
    let vienna: WorkCalendar

    init() throws { vienna = try ConfigFiles.vienna() }

    private func randomDate(_ generator: inout SeededGenerator) -> LocalDate {
        LocalDate(daysSinceEpoch: Int.random(in: 15_000...25_000, using: &generator))
    }

    private func randomRule(_ generator: inout SeededGenerator) -> DeadlineRule {
        let units = DateOffset.Unit.allCases
        return DeadlineRule(
            anchor: "review.start",
            direction: Bool.random(using: &generator) ? .plus : .minus,
            offset: DateOffset(Int.random(in: 0...40, using: &generator), units[Int.random(in: 0..<units.count, using: &generator)]),
            roll: Roll.allCases[Int.random(in: 0..<Roll.allCases.count, using: &generator)],
            cutOff: Bool.random(using: &generator) ? .endOfDay : CutOff("17:00") ?? .endOfDay)
    }

    @Test func `whoever starts earlier never owes later`() throws {
        var generator = SeededGenerator("order kept")
        for _ in 0..<5_000 {
            let rule = randomRule(&generator)
            let (one, other) = (randomDate(&generator), randomDate(&generator))
            let first = try DeadlineArithmetic.deadline(rule: rule, anchoredOn: min(one, other), calendar: vienna)
            let second = try DeadlineArithmetic.deadline(rule: rule, anchoredOn: max(one, other), calendar: vienna)
            #expect(first.dueAt <= second.dueAt, "\(rule) from \(min(one, other)) and \(max(one, other))")
        }
    }

    @Test func `a longer time never ends earlier`() throws {
        var generator = SeededGenerator("longer is later")
        for _ in 0..<2_000 {
            let anchor = randomDate(&generator)
            let unit = DateOffset.Unit.allCases[Int.random(in: 0..<4, using: &generator)]
            let count = Int.random(in: 0...60, using: &generator)
            let dues = try [count, count + 1].map {
                try DeadlineArithmetic.deadline(
                    rule: DeadlineRule(anchor: "review.start", offset: DateOffset($0, unit), roll: .nextWorkingDay),
                    anchoredOn: anchor, calendar: vienna
                ).dueAt
            }
            #expect(dues[0] <= dues[1], "\(count) \(unit) from \(anchor)")
        }
    }

    @Test func `a hundred months in a row do not drift, because each is counted from the anchor`() throws {
        var generator = SeededGenerator("no drift")
        for _ in 0..<300 {
            let anchor = randomDate(&generator)
            for months in 1...100 {
                let rule = DeadlineRule(anchor: "review.start", offset: DateOffset(months, .months))
                let due = try DeadlineArithmetic.deadline(rule: rule, anchoredOn: anchor, calendar: vienna).localDate
                let index = anchor.year * 12 + anchor.month - 1 + months
                #expect((due.year, due.month) == (index / 12, index % 12 + 1))
                #expect(due.day == min(anchor.day, LocalDate.days(inMonth: due.month, of: due.year)), "\(months) months from \(anchor)")
            }
        }
    }

    @Test func `a rolled deadline is on a day that is worked and passes over none`() throws {
        var generator = SeededGenerator("rolls")
        for _ in 0..<2_000 {
            let from = LocalDate(daysSinceEpoch: date("2022-12-20").daysSinceEpoch + Int.random(in: 0...400, using: &generator))
            for roll in [Roll.nextWorkingDay, .previousWorkingDay] {
                let due = vienna.rolled(from, roll)
                #expect(vienna.isWorkingDay(due))
                let between = min(from, due).daysSinceEpoch..<max(from, due).daysSinceEpoch
                let passed = between.map(LocalDate.init(daysSinceEpoch:)).filter { $0 != due }
                #expect(passed.allSatisfy { !vienna.isWorkingDay($0) })
            }
        }
    }

    @Test(arguments: [
        "Europe/Vienna", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns", "Africa/Cairo",
    ])
    func `every moment lies in the day that the zone gives it, and days follow each other without gap`(identifier: String) throws {
        let zone = try #require(Zone(identifier))
        for number in date("2009-01-01").daysSinceEpoch...date("2026-12-31").daysSinceEpoch {
            let day = LocalDate(daysSinceEpoch: number)
            let (start, end) = (zone.start(of: day), zone.start(of: day.adding(days: 1)))
            // Apia had no 30 December 2011: that day is empty.
            guard start < end else {
                #expect(identifier == "Pacific/Apia" && day == date("2011-12-30"))
                continue
            }
            #expect(zone.date(at: start) == day)
            #expect(zone.date(at: start.adding(seconds: -1)) < day)
            #expect(zone.date(at: end.adding(seconds: -1)) == day)
        }
    }
}
