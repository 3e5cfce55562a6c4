import ReviewModel

extension Command {
    static let partyList = Command.list(
        "party.list", "List the parties with their regional group and the instruments that bind them on a date.", .ascending(.text("id")),
        arguments: Argument<LocalDate?>("as_of", "today by default"), Argument<Instrument?>("instrument", "only those bound by it then"),
        Argument<Label?>("group", "only those of this regional group then")
    ) { _, asOf, instrument, group in
        """
        select p.id, p.kind, n.short_name as name, g.regional_group as "group",
            (select coalesce(json_agg(s.instrument order by s.instrument), '[]')
             from party_standing s where s.party = p.id and s.bound @> day) as bound
        from party p cross join lateral (select coalesce(\(asOf)::date, moment()::date) as day) as asked
            left join party_name n on n.party = p.id and n.language = 'en' and n.during @> day
            left join party_group g on g.party = p.id and g.during @> day
        where (\(group)::text is null or g.regional_group = \(group)) and (\(instrument)::text is null or exists (
            select from party_standing s where s.party = p.id and s.instrument = \(instrument) and s.bound @> day))
        """
    }
}
