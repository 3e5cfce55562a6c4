extension WorkCalendar {
    /// Reads a file of `config/calendars`: notes `calendar`, `zone`, `weekend` and one `year` with its version for each published
    /// year, then rows of holidays. Throws `TabSeparatedRefused` with everything that is wrong.
    package init(tsv: String) throws {
        let table = try TabSeparated(tsv, columns: ["date", "name", "in_lieu_of"])
        var problems: [TabSeparatedProblem] = []
        func note(_ line: Int, _ sentence: String) { problems.append(TabSeparatedProblem(line: line, sentence: sentence)) }

        let known: Set<String> = ["calendar", "zone", "weekend", "year"]
        for unknown in table.notes where !known.contains(unknown.key) { note(unknown.line, "has the unknown note `#\(unknown.key)`") }
        func single(_ key: String) -> TabSeparated.Note? {
            let notes = table.notes.filter { $0.key == key }
            if notes.count != 1 { note(notes.last?.line ?? 1, "must say `#\(key)` once") }
            return notes.count == 1 ? notes[0] : nil
        }

        let id = single("calendar")?.values.first ?? ""
        let zoneNote = single("zone")
        let zone = zoneNote?.values.first.flatMap { Zone($0) }
        if let zoneNote, zone == nil { note(zoneNote.line, "names a zone that is not in the time zone database") }
        let weekendNote = single("weekend")
        let weekend = weekendNote.map { $0.values.map { Weekday(rawValue: $0) } } ?? []
        if weekend.contains(nil) || Set(weekend).count == Weekday.allCases.count {
            note(weekendNote?.line ?? 1, "must name days like sat and sun, and leave one to work on")
        }
        let years = Self.years(table, note)
        let holidays = Self.holidays(table, years, note)
        guard problems.isEmpty, let zone else { throw TabSeparatedRefused(problems: problems) }
        self.init(id: id, zone: zone, weekend: Set(weekend.compactMap(\.self)), years: years, holidays: holidays)
    }

    private static func years(_ table: TabSeparated, _ note: (Int, String) -> Void) -> [Int: String] {
        var years: [Int: String] = [:]
        for row in table.notes where row.key == "year" {
            guard row.values.count == 2, let year = Int(row.values[0]), !row.values[1].isEmpty, years[year] == nil else {
                note(row.line, "must give a year, once, and its version")
                continue
            }
            years[year] = row.values[1]
        }
        return years
    }

    private static func holidays(_ table: TabSeparated, _ years: [Int: String], _ note: (Int, String) -> Void) -> [Holiday] {
        var seen: Set<LocalDate> = []
        return table.rows.compactMap { row in
            guard let date = LocalDate(row["date"]), !row["name"].isEmpty, seen.insert(date).inserted else {
                note(row.line, "must have a date, once, and a name")
                return nil
            }
            if years[date.year] == nil { note(row.line, "is in \(date.year), which no `#year` publishes") }
            let inLieuOf = LocalDate(row["in_lieu_of"])
            if inLieuOf == nil, !row["in_lieu_of"].isEmpty { note(row.line, "stands in for something that is not a date") }
            return Holiday(date: date, name: row["name"], inLieuOf: inLieuOf)
        }
    }
}
