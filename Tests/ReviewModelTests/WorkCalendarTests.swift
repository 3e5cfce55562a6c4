import ReviewModel
import Testing

@Suite struct WorkCalendarTests {
    private static let header = "#calendar\tx\n#zone\tEurope/Vienna\n#weekend\tsat\tsun\n#year\t2023\t2023-1\ndate\tname\tin_lieu_of\n"

    private func problems(_ tsv: String) -> [TabSeparatedProblem] {
        do {
            _ = try WorkCalendar(tsv: tsv)
            return []
        } catch let refused as TabSeparatedRefused {
            return refused.problems
        } catch {
            Issue.record(error)
            return []
        }
    }

    @Test func `the calendar of Vienna has nine holidays in 2023 and no other year yet`() throws {
        let vienna = try ConfigFiles.vienna()
        #expect(vienna.holidays.count == 9)
        #expect(vienna.years == [2_023: "2023-1"])
        #expect(vienna.weekend == [.sat, .sun])
        #expect(!vienna.isPublished(2_024))
    }

    @Test func `New York has its published years, and Geneva its weekend until one is published`() throws {
        let newYork = try WorkCalendar(tsv: ConfigFiles.text("calendars/unhq.tsv"))
        #expect(newYork.years.keys.sorted() == [2_017, 2_020] && newYork.holidays.count == 18)
        let independence = try #require(LocalDate("2020-07-04"))
        #expect(newYork.rolled(independence, .previousWorkingDay) == LocalDate("2020-07-02"))
        let geneva = try WorkCalendar(tsv: ConfigFiles.text("calendars/unog.tsv"))
        #expect(geneva.zone.identifier == "Europe/Zurich" && geneva.years.isEmpty && geneva.holidays.isEmpty)
        #expect(geneva.rolled(independence, .nextWorkingDay) == LocalDate("2020-07-06"))
    }

    @Test func `lines may end as on any machine`() throws {
        let text = Self.header + "2023-05-01\tMay Day\t\n"
        #expect(try WorkCalendar(tsv: text) == WorkCalendar(tsv: text.split(separator: "\n").joined(separator: "\r\n")))
    }

    @Test func `a holiday that is no date, comes twice, or lies in a year that is not published is refused`() {
        let rows =
            "2023-02-30\tx\t\n2023-05-01\tMay Day\t\n2023-05-01\tMay Day\t\n2024-05-01\tMay Day\t\n"
            + "2023-05-02\t\t\n2023-05-03\tx\tsoon\n"
        #expect(problems(Self.header + rows).map(\.line) == [6, 8, 9, 10, 11])
    }

    @Test(arguments: [
        ("Europe/Vienna", "Europe/Atlantis"), ("#weekend\tsat\tsun", "#weekend\tsaturday"), ("#calendar\tx\n", ""),
        ("#weekend\tsat\tsun", "#weekend\tmon\ttue\twed\tthu\tfri\tsat\tsun"), ("#year\t2023\t2023-1", "#year\t2023"), ("#zone", "#zones"),
        ("date\tname", "name\tdate"), ("#year", "#year\t2023\t2023-0\n#year"),
    ])
    func `a calendar that does not say what it must is refused`(good: String, bad: String) {
        #expect(!problems(Self.header.replacing(good, with: bad)).isEmpty)
    }
}
