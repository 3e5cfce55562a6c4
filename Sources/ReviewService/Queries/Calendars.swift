import Postgres
import ReviewModel

/// Working days as the database has them, so that a year that is published later counts without a restart.
package enum Calendars {
    /// The statements that `read` takes the results of.
    static func queries(_ id: String) -> [SQL] {
        [
            "select zone, weekend from calendar where id = \(id)",
            "select year, version from calendar_year where calendar = \(id)",
            "select held_on, name, in_lieu_of from holiday where calendar = \(id)",
        ]
    }

    static func read(_ tables: ArraySlice<Table>, id: String) throws -> WorkCalendar {
        let tables = Array(tables)
        guard tables[0].count > 0 else { throw CalendarMissing(id: id) }
        let (zone, weekend) = try tables[0].decode(0, as: (Zone, [String]).self)
        let years = try tables[1].rows(as: (Int, String).self)
        let holidays = try tables[2].rows(as: (LocalDate, String, LocalDate?).self)
        return WorkCalendar(
            id: id, zone: zone, weekend: Set(weekend.compactMap(Weekday.init(rawValue:))),
            years: Dictionary(years, uniquingKeysWith: { first, _ in first }),
            holidays: holidays.map { WorkCalendar.Holiday(date: $0.0, name: $0.1, inLieuOf: $0.2) })
    }
}

/// A procedure names a calendar that was never loaded: a fault of ours.
struct CalendarMissing: Error {
    let id: String
}

extension Context {
    package func calendar(_ id: String) async throws -> WorkCalendar {
        try Calendars.read(try await transaction.tables(Calendars.queries(id))[...], id: id)
    }
}
