extension Command {
    static let calendarList = Command.list(
        "calendar.list", "List the working calendars and the years that each has published.", .ascending(.text("id"))
    ) { _ in
        """
        select id, zone, to_json(weekend) as weekend,
            (select coalesce(json_agg(y.year order by y.year), '[]') from calendar_year y where y.calendar = calendar.id) as years
        from calendar
        """
    }
}
