import Foundation
import ReviewModel
import Testing

/// A date that a test is sure of.
func date(_ text: String) -> LocalDate {
    guard let date = LocalDate(text) else { fatalError("\(text) is not a date") }
    return date
}

@Suite struct LocalDateTests {
    @Test(arguments: [
        ("2022-08-31", "6 months", "2023-02-28"), ("2023-08-31", "6 months", "2024-02-29"), ("2022-11-01", "2 weeks", "2022-11-15"),
        ("2022-11-01", "4 weeks", "2022-11-29"), ("2022-11-01", "6 months", "2023-05-01"), ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-02-29", "4 years", "2028-02-29"), ("2023-12-31", "2 months", "2024-02-29"), ("2022-11-01", "0 days", "2022-11-01"),
    ])
    func `a length is counted from its date`(from: String, length: String, to: String) throws {
        #expect(date(from).adding(try #require(DateOffset(length))) == date(to))
    }

    @Test func `months are counted back in the same way`() {
        #expect(date("2024-03-31").subtracting(DateOffset(1, .months)) == date("2024-02-29"))
        #expect(date("2026-01-15").subtracting(DateOffset(12, .weeks)) == date("2025-10-23"))
    }

    @Test func `every day of four hundred years has its number, its weekday and its text`() throws {
        var expected = try #require(LocalDate(year: 1_800, month: 1, day: 1))
        #expect(date("1970-01-01").daysSinceEpoch == 0)
        #expect(date("1970-01-01").weekday == .thu)
        #expect(date("2026-11-23").weekday == .mon)
        for _ in 0..<146_097 {
            #expect(LocalDate(daysSinceEpoch: expected.daysSinceEpoch) == expected)
            #expect(LocalDate(expected.text) == expected)
            let next = expected.adding(days: 1)
            guard next.daysSinceEpoch == expected.daysSinceEpoch + 1, next > expected else {
                Issue.record("after \(expected) comes \(next)")
                return
            }
            expected = next
        }
        #expect(expected == date("2200-01-01"))
    }

    @Test(arguments: [
        "2023-02-29", "1900-02-29", "2023-13-01", "2023-00-10", "2023-1-01", "0000-01-01", "2023-01-32", "+023-01-01", "2023/01/01", "",
    ])
    func `what is not a date is refused`(text: String) {
        #expect(LocalDate(text) == nil)
    }

    @Test(arguments: [
        "", "6", "months", "-1 days", "1.5 months", "6  months", "6 Months", "3651 days", "99999999999999999999 days", " 6 months",
        "six months",
    ])
    func `what is not a length is refused`(text: String) {
        #expect(DateOffset(text) == nil)
    }

    @Test func `a length is written as it is read`() throws {
        for text in ["0 days", "1 day", "2 weeks", "1 month", "6 months", "1 year", "2 years"] {
            #expect(DateOffset(text)?.description == text)
        }
    }

    @Test(arguments: ["24:01", "00:00", "7:00", "25:00", "17:60", "17.00", ""])
    func `what is not a cut-off is refused`(text: String) {
        #expect(CutOff(text) == nil)
    }

    @Test func `a moment is written as RFC 3339 in UTC, also before 1970`() {
        #expect(UTCInstant(seconds: 0).rfc3339 == "1970-01-01T00:00:00Z")
        #expect(UTCInstant(microseconds: -1).rfc3339 == "1969-12-31T23:59:59.999999Z")
        #expect(UTCInstant(seconds: 1_795_448_400).rfc3339 == "2026-11-23T15:40:00Z")
    }
}
