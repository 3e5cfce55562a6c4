import ReviewModel

extension Command {
    static let partyShow = Command.read(
        "party.show", "Show a party: its names, its regional group, and how it stands to each instrument on a date.",
        arguments: Argument<PartyCode>("party"), Argument<LocalDate?>("as_of", "today by default")
    ) { reader, party, asOf in
        try await reader.one(
            """
            select p.id, p.kind, day as as_of, g.regional_group as "group",
                (select json_object_agg(n.language, json_build_object('name', n.name, 'short_name', n.short_name))
                 from party_name n where n.party = p.id and n.during @> day) as names,
                (select coalesce(json_agg(json_strip_nulls(json_build_object('instrument', s.instrument,
                            'state', case when s.denounced_from <= day then 'denounced' when s.bound @> day then 'bound'
                                          when s.deposited_on <= day then 'deposited' when s.signed_on <= day then 'signed' end,
                            'signed_on', s.signed_on, 'consent', s.consent, 'deposited_on', s.deposited_on, 'bound_on', s.bound_on,
                            'denounced_from', s.denounced_from)) order by s.instrument), '[]')
                 from party_standing s where s.party = p.id and least(s.signed_on, s.deposited_on) <= day) as status
            from party p cross join lateral (select coalesce(\(asOf)::date, moment()::date) as day) as asked
                left join party_group g on g.party = p.id and g.during @> day
            where p.id = \(party)
            """)
    }
}
