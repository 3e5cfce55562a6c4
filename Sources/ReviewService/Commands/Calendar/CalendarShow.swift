import ReviewModel
import ReviewWire

extension Command {
    static let calendarShow = Command.read(
        "calendar.show", "Show the holidays of a year; deadlines in a year that is not published are provisional.",
        arguments: Argument<Slug>("calendar"), Argument<Int>("year")
    ) { reader, calendar, year in
        guard (1...9999).contains(year) else { throw Refusal(.argumentRange, "year= is 1 to 9999", at: "year") }
        return try await reader.one(
            """
            select c.id, c.zone, to_json(c.weekend) as weekend, \(year)::int as year, y.version, y.year is not null as published,
                (select coalesce(json_agg(json_strip_nulls(json_build_object(
                            'date', h.held_on, 'name', h.name, 'in_lieu_of', h.in_lieu_of)) order by h.held_on), '[]')
                 from holiday h where h.calendar = c.id and extract(year from h.held_on) = \(year)::int) as holidays
            from calendar c left join calendar_year y on y.calendar = c.id and y.year = \(year)::int
            where c.id = \(calendar)
            """)
    }
}
