import Foundation
import ReviewModel

/// Deadlines as a calendar that other programs subscribe to (RFC 5545).
package struct ICalendar: Sendable {
    /// One deadline; the same `uid` with a greater `sequence` replaces what was imported before.
    package struct Entry: Sendable {
        package let uid: String
        package let sequence: Int
        package let at: UTCInstant
        package let summary: String
        package let details: String
        package let isCancelled: Bool
        /// Days before at which the reader's program rings; empty for none.
        package let alarmDays: [Int]

        package init(
            uid: String, sequence: Int, at: UTCInstant, summary: String, details: String, isCancelled: Bool, alarmDays: [Int] = []
        ) {
            (self.uid, self.sequence, self.at, self.summary) = (uid, sequence, at, summary)
            (self.details, self.isCancelled, self.alarmDays) = (details, isCancelled, alarmDays)
        }
    }

    private static let lineOctetsMax = 75
    private var lines: [String]
    private let stamp: String

    package init(stampedAt: UTCInstant, title: String) {
        stamp = Self.time(stampedAt)
        lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//reviewd//deadlines 1//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
            "X-WR-CALNAME:" + Self.escaped(title),
        ]
    }

    package mutating func add(_ entry: Entry) {
        lines += [
            "BEGIN:VEVENT", "UID:" + Self.escaped(entry.uid), "DTSTAMP:" + stamp, "SEQUENCE:\(entry.sequence)",
            "DTSTART:" + Self.time(entry.at), "SUMMARY:" + Self.escaped(entry.summary), "DESCRIPTION:" + Self.escaped(entry.details),
            "STATUS:" + (entry.isCancelled ? "CANCELLED" : "CONFIRMED"), "TRANSP:TRANSPARENT",
        ]
        for days in entry.isCancelled ? [] : entry.alarmDays {
            lines += [
                "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:" + Self.escaped(entry.summary), "TRIGGER:-P\(days)D", "END:VALARM",
            ]
        }
        lines.append("END:VEVENT")
    }

    package func encoded() -> [UInt8] {
        (lines + ["END:VCALENDAR"]).flatMap { Self.folded($0) }
    }

    /// RFC 5545 §3.3.11.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\\", ";", ",": escaped += "\\" + String(scalar)
            case "\n": escaped += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }

    /// Lines of at most 75 octets, none of them ending within a character (RFC 5545 §3.1).
    static func folded(_ line: String) -> [UInt8] {
        var octets: [UInt8] = []
        var width = 0
        for scalar in line.unicodeScalars {
            let next = Array(String(scalar).utf8)
            if width + next.count > lineOctetsMax {
                octets += [13, 10, 32]
                width = 1
            }
            octets += next
            width += next.count
        }
        return octets + [13, 10]
    }

    /// `20261123T164000Z`.
    private static func time(_ instant: UTCInstant) -> String {
        instant.rfc3339.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }
}
