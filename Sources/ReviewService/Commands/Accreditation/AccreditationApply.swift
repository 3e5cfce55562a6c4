import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let accreditationApply = Command(
        "accreditation.apply", "Apply for a CSO or NHRI to take part, or renew for your own; published but for the contact.",
        roles: .everyone,
        arguments: Argument<Slug>("name", "its short name, for ever"), Argument<Statement>("statement", "who you are and what you do"),
        Argument<Contact>("contact", "how the secretariat reaches you; only it sees this"),
        Argument<Title?>("title", "its name in full; needed the first time"),
        Argument<OrganisationClass?>("class", "cso or nhri; needed the first time"),
        Argument<CivilSocietyClass?>("kind", "of a CSO"), Argument<NHRIStatus?>("nhri_status", "that an NHRI's peers gave it"),
        Argument<PartyCode?>("country", "where it has its seat")
    ) { context, name, statement, contact, title, organisationClass, kind, nhriStatus, country in
        if name.text == context.actor.organisation {
            try await renewing(name, context)
        } else {
            guard let title else { throw Refusal(.argumentMissing, "title= is missing: the organisation's name in full", at: "title") }
            guard let organisationClass, [.cso, .nhri].contains(organisationClass) else {
                throw Refusal(organisationClass == nil ? .argumentMissing : .argumentMalformed, "class= must be cso or nhri", at: "class")
            }
            let organisation = NewOrganisation(
                name: name, title: title, organisationClass: organisationClass,
                particulars: OrganisationParticulars(kind: kind, nhriStatus: nhriStatus, country: country))
            try organisation.check()
            try await Organisations.enter(applicant: organisation, in: context)
        }
        let id = AccreditationID.random()
        _ = try await context.transaction.tables([
            """
            insert into accreditation (id, organisation, state, statement, applied_at)
            values (\(id), \(name), 'applied', \(statement), \(context.now))
            """,
            "insert into accreditation_contact (accreditation, contact) values (\(id), \(contact))",
        ])
        try await context.record(.accreditationApplied, subject: id.description)
        return .created(["id": .string(id.description), "organisation": .string(name.text), "state": "applied", "ver": 1])
    }

    /// A member applies for its own organisation again, for the time after the present accreditation.
    private static func renewing(_ name: Slug, _ context: Context) async throws {
        let organisationClass = try await context.visible("select class from organisation where id = \(name)", as: OrganisationClass.self)
        guard [.cso, .nhri].contains(organisationClass) else {
            throw Refusal(.ruleForbidden, "only CSOs and NHRIs are accredited; yours takes part as \(organisationClass.rawValue)")
        }
    }
}
