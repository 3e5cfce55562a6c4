import ReviewModel
import ReviewWire

extension Command {
    static let organisationRegister = Command(
        "organisation.register", "Enter an organisation; a CSO or NHRI must still be accredited.", roles: [.secretariat],
        arguments: Argument<Slug>("name", "its short name, for ever"), Argument<Title>("title", "its name in full"),
        Argument<OrganisationClass>("class"), Argument<PartyCode?>("party", "that an organisation of class state acts for"),
        Argument<CivilSocietyClass?>("kind", "of a CSO"), Argument<NHRIStatus?>("nhri_status", "that an NHRI's peers gave it"),
        Argument<LocalDate?>("nhri_from", "first day of that status"), Argument<LocalDate?>("nhri_until", "last day of that status"),
        Argument<PartyCode?>("country", "where it has its seat")
    ) { context, name, title, organisationClass, party, kind, nhriStatus, nhriFrom, nhriUntil, country in
        let organisation = NewOrganisation(
            name: name, title: title, organisationClass: organisationClass, party: party,
            particulars: OrganisationParticulars(
                kind: kind, nhriStatus: nhriStatus, nhriFrom: nhriFrom, nhriUntil: nhriUntil, country: country))
        try organisation.check()
        if organisationClass == .secretariat { try context.requireHead() }
        if let party {
            // Locked so that of two organisations that are entered together only one is the first.
            context.transaction.queue("select pg_advisory_xact_lock(hashtextextended(\(party), 7119))")
            let isKnown = try await context.transaction.one(
                "select exists (select from organisation where party = \(party))", as: Bool.self)
            // A second voice of a State is the head's to admit: whoever leads it can name the State's delegates.
            if isKnown { try context.requireHead() }
        }
        try await Organisations.insert(organisation, state: "active", in: context)
        try await context.record(.organisationRegistered, subject: name.text)
        return .created(["id": .string(name.text), "class": .string(organisationClass.rawValue), "state": "active", "ver": 1])
    }
}
