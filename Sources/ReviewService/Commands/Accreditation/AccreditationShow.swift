import ReviewModel

extension Command {
    static let accreditationShow = Command.read(
        "accreditation.show", "Show an application or accreditation with the objections to it; the secretariat also sees the contact.",
        arguments: Argument<AccreditationID>("accreditation")
    ) { reader, id in
        try await reader.one(
            """
            select a.id, a.organisation, o.title, o.class, o.cso_kind as kind, o.nhri_status, o.country, a.state, a.statement, a.applied_at,
                a.decided_at, a.reason, lower(a.during) as "from", upper(a.during) as until, c.contact, a.ver,
                (select json_agg(json_build_object('id', j.id, 'organisation', j.organisation, 'reasons', j.reasons,
                            'objected_at', j.objected_at) order by j.objected_at, j.id)
                 from accreditation_objection j where j.accreditation = a.id) as objections
            from accreditation a join organisation o on o.id = a.organisation left join accreditation_contact c on c.accreditation = a.id
            where a.id = \(id)
            """)
    }
}
