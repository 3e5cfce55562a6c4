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

    /// Characters of one to four octets, a mark that stands on the letter before it, and a family that is one character of many scalars.
    @Test(arguments: ["é", "ж", "ع", "审", "👩‍👩‍👧‍👦", "e\u{301}", "a"])
    func `a line of any length, of any characters, is folded at an octet that begins one`(character: String) {
        for count in 0...160 {
            let line = "SUMMARY:" + String(repeating: character, count: count)
            let octets = ICalendar.folded(line)
            let lines = octets.split(separator: 10, omittingEmptySubsequences: false)
            #expect(lines.last?.isEmpty == true && lines.dropLast().allSatisfy { $0.last == 13 && $0.count <= 76 }, "\(count)")
            #expect(lines.dropLast().allSatisfy { String(validating: $0, as: UTF8.self) != nil }, "\(count)")
            #expect(lines.dropFirst().dropLast().allSatisfy { $0.first == 32 })
            var whole = Array(lines[0].dropLast())
            for line in lines.dropFirst().dropLast() { whole += line.dropFirst().dropLast() }
            #expect(whole == Array(line.utf8), "\(count)")
        }
    }

    @Test func `text cannot become a property`() {
        #expect(ICalendar.escaped("a;b,c\\d\ne\r\nEND:VCALENDAR") == "a\\;b\\,c\\\\d\\ne\\nEND:VCALENDAR")
        #expect(ICalendar.escaped("a\rEND:VEVENT\u{0}\u{7}\u{7F}b") == "aEND:VEVENTb")
    }

    @Test func `every line ends in CRLF, and nowhere else is either of the two`() {
        var calendar = ICalendar(stampedAt: UTCInstant(seconds: 1_795_000_000), title: "one\r\ntwo\nthree")
        let text = "審議; one, two\r\nEND:VEVENT\n\\three\r"
        calendar.add(
            ICalendar.Entry(
                uid: "a\nb", sequence: 0, at: UTCInstant(seconds: 1_795_000_000), summary: text, details: text, isCancelled: false,
                alarmDays: [7]))
        let octets = calendar.encoded()
        for (index, octet) in octets.enumerated() {
            if octet == 10 { #expect(octets[index - 1] == 13) }
            if octet == 13 { #expect(octets[index + 1] == 10) }
        }
        #expect(octets.suffix(15) == Array("END:VCALENDAR\r\n".utf8)[...])
        #expect(String(decoding: octets, as: UTF8.self).components(separatedBy: "\r\nEND:VEVENT\r\n").count == 2)
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: Substring(separator), omittingEmptySubsequences: false).map(String.init)
    }
}
