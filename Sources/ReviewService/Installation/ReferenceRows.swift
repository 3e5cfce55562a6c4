import Postgres
import ReviewModel

/// The reference data as statements, one for each table: rows travel as parallel arrays, an empty text standing for NULL.
struct ReferenceRows {
    private let data: ReferenceData

    init(_ data: ReferenceData) {
        self.data = data
    }

    var statements: [SQL] {
        [
            instruments, articles, guidelines, parties, "delete from party_name", names, "delete from party_group", groups,
            "delete from party_status", status,
        ]
    }

    private var instruments: SQL {
        let rows = data.instruments
        return """
            insert into instrument (id, title, supplements, in_force_on, bound_after, denounced_after)
            select id, title, nullif(supplements, ''), in_force_on, nullif(bound_after, ''), nullif(denounced_after, '')
            from unnest(\(rows.map(\.instrument.rawValue))::text[], \(rows.map(\.title))::text[],
                \(rows.map { $0.supplements?.rawValue ?? "" })::text[], \(rows.map(\.inForceOn.text))::date[],
                \(rows.map { $0.boundAfter?.description ?? "" })::text[], \(rows.map { $0.denouncedAfter?.description ?? "" })::text[])
                as facts (id, title, supplements, in_force_on, bound_after, denounced_after)
            on conflict (id) do update set title = excluded.title, supplements = excluded.supplements, in_force_on = excluded.in_force_on,
                bound_after = excluded.bound_after, denounced_after = excluded.denounced_after
            """
    }

    private var articles: SQL {
        """
        insert into article (instrument, number, title, position)
        select * from unnest(\(data.articles.map(\.instrument.rawValue))::text[], \(data.articles.map { String($0.article) })::text[],
            \(data.articles.map(\.title))::text[], \(data.articles.map(\.article))::int[])
        on conflict (instrument, number) do update set title = excluded.title, position = excluded.position
        """
    }

    private var guidelines: SQL {
        let rows = data.guidelines
        return """
            insert into guideline (kind, number, title, verified, position)
            select * from unnest(\(rows.map(\.kind.rawValue))::text[], \(rows.map(\.number))::text[], \(rows.map(\.title))::text[],
                \(rows.map { String($0.isVerified) })::bool[], \(Array(1..<rows.count + 1))::int[])
            on conflict (kind, number) do update set title = excluded.title, verified = excluded.verified, position = excluded.position
            """
    }

    private var parties: SQL {
        """
        insert into party (id, kind)
        select * from unnest(\(data.parties.map(\.code))::text[], \(data.parties.map(\.kind.rawValue))::text[])
        on conflict (id) do update set kind = excluded.kind
        """
    }

    private var names: SQL {
        let rows = data.names
        return """
            insert into party_name (party, language, name, short_name, during)
            select id, 'en', name, short_name, daterange(nullif(from_day, '')::date, nullif(until_day, '')::date)
            from unnest(\(rows.map(\.party))::text[], \(rows.map { $0.value[0] })::text[], \(rows.map { $0.value[1] })::text[],
                \(rows.map { $0.from?.text ?? "" })::text[], \(rows.map { $0.until?.text ?? "" })::text[])
                as facts (id, name, short_name, from_day, until_day)
            """
    }

    private var groups: SQL {
        let rows = data.memberships.filter { $0.value != nil }
        return """
            insert into party_group (party, regional_group, during)
            select id, regional_group, daterange(nullif(from_day, '')::date, nullif(until_day, '')::date)
            from unnest(\(rows.map(\.party))::text[], \(rows.compactMap(\.value))::text[],
                \(rows.map { $0.from?.text ?? "" })::text[], \(rows.map { $0.until?.text ?? "" })::text[])
                as facts (id, regional_group, from_day, until_day)
            """
    }

    private var status: SQL {
        let rows = data.consents
        return """
            insert into party_status (party, instrument, signed_on, consent, deposited_on, bound_on, denounced_from, note)
            select party, instrument, nullif(signed_on, '')::date, nullif(consent, ''), nullif(deposited_on, '')::date,
                nullif(bound_on, '')::date, nullif(denounced_from, '')::date, nullif(note, '')
            from unnest(\(rows.map(\.party))::text[], \(rows.map(\.instrument.rawValue))::text[],
                \(rows.map { $0.signedOn?.text ?? "" })::text[], \(rows.map { $0.by?.rawValue ?? "" })::text[],
                \(rows.map { $0.depositedOn?.text ?? "" })::text[],
                \(rows.map { $0.boundOn?.text ?? "" })::text[], \(rows.map { $0.denouncedFrom?.text ?? "" })::text[],
                \(rows.map { $0.note ?? "" })::text[])
                as facts (party, instrument, signed_on, consent, deposited_on, bound_on, denounced_from, note)
            """
    }
}

/// One working calendar as statements.
struct CalendarRows {
    private let calendar: WorkCalendar

    init(_ calendar: WorkCalendar) {
        self.calendar = calendar
    }

    var statements: [SQL] {
        [
            """
            insert into calendar (id, zone, weekend)
            values (\(calendar.id), \(calendar.zone), \(Weekday.allCases.filter(calendar.weekend.contains).map(\.rawValue)))
            on conflict (id) do update set zone = excluded.zone, weekend = excluded.weekend
            """,
            "delete from calendar_year where calendar = \(calendar.id)", "delete from holiday where calendar = \(calendar.id)", years,
            holidays,
        ]
    }

    private var years: SQL {
        let years = calendar.years.sorted { $0.key < $1.key }
        return """
            insert into calendar_year (calendar, year, version)
            select \(calendar.id), * from unnest(\(years.map(\.key))::int[], \(years.map(\.value))::text[])
            """
    }

    private var holidays: SQL {
        let holidays = calendar.holidays.values.sorted { $0.date < $1.date }
        return """
            insert into holiday (calendar, held_on, name, in_lieu_of)
            select \(calendar.id), held_on, name, nullif(in_lieu_of, '')::date
            from unnest(\(holidays.map(\.date.text))::date[], \(holidays.map(\.name))::text[],
                \(holidays.map { $0.inLieuOf?.text ?? "" })::text[])
                as facts (held_on, name, in_lieu_of)
            """
    }
}
