import ReviewModel

extension Command {
    static let accreditationList = Command.list(
        "accreditation.list", "List applications and accreditations, newest first.", .descending(.instant("applied_at"), .text("id")),
        arguments: Argument<AccreditationState?>("state"), Argument<Slug?>("organisation", "only those of this one")
    ) { _, state, organisation in
        """
        select a.id, a.organisation, o.title, o.class, a.state, a.applied_at, a.decided_at, lower(a.during) as "from",
            upper(a.during) as until, (select count(*) from accreditation_objection j where j.accreditation = a.id) as objections, a.ver
        from accreditation a join organisation o on o.id = a.organisation
        where (\(state)::text is null or a.state = \(state)) and (\(organisation)::text is null or a.organisation = \(organisation))
        """
    }
}
