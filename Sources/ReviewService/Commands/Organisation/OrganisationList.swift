import ReviewModel

extension Command {
    static let organisationList = Command.list(
        "organisation.list", "List the organisations that take part or apply.", .ascending(.text("id")),
        arguments: Argument<OrganisationClass?>("class"), Argument<PartyCode?>("party", "only those that act for this one")
    ) { _, organisationClass, party in
        """
        select id, title, class, cso_kind as kind, party, country, state, ver,
            case when nhri_status_during @> (moment() at time zone 'UTC')::date then nhri_status end as nhri_status,
            (select a.state from accreditation a where a.organisation = organisation.id order by a.applied_at desc limit 1) as accreditation
        from organisation
        where (\(organisationClass)::text is null or class = \(organisationClass)) and (\(party)::text is null or party = \(party))
        """
    }
}
