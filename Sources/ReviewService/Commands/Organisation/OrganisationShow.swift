extension Command {
    static let organisationShow = Command.read(
        "organisation.show", "Show an organisation with its accreditations.", arguments: Argument<Slug>("organisation", "its short name")
    ) { reader, name in
        try await reader.one(
            """
            select o.id, o.title, o.class, o.cso_kind as kind, o.nhri_status, lower(o.nhri_status_during) as nhri_from,
                upper(o.nhri_status_during) - 1 as nhri_until, o.party, o.country, o.state, o.suspended_because, o.created_at, o.ver,
                (select json_agg(json_strip_nulls(json_build_object('id', a.id, 'state', a.state, 'applied_at', a.applied_at,
                            'from', lower(a.during), 'until', upper(a.during))) order by a.applied_at)
                 from accreditation a where a.organisation = o.id) as accreditations
            from organisation o
            where o.id = \(name)
            """)
    }
}
