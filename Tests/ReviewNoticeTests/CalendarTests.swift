import ReviewModel
import Testing

@testable import ReviewNotice

@Suite struct CalendarTests {
    @Test func `lines are folded at 75 octets between characters`() {
        let folded = String(decoding: ICalendar.folded("SUMMARY:" + String(repeating: "審議", count: 40)), as: UTF8.self)
        let lines = folded.components(separatedBy: "\r\n").dropLast()
        #expect(lines.count > 1 && lines.allSatisfy { $0.utf8.count <= 75 })
        #expect(folded.replacing("\r\n ", with: "") == "SUMMARY:" + String(repeating: "審議", count: 40) + "\r\n")
    }

    @Test func `text cannot become a property`() {
        #expect(ICalendar.escaped("a;b,c\\d\ne\r\nEND:VCALENDAR") == "a\\;b\\,c\\\\d\\ne\\nEND:VCALENDAR")
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: Substring(separator), omittingEmptySubsequences: false).map(String.init)
    }
}
