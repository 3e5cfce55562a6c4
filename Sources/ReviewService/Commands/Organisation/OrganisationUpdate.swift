import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let organisationUpdate = Command(
        "organisation.update", "Correct what is said of an organisation; what is left out stays.", roles: [.secretariat],
        arguments: Argument<Slug>("organisation", "its short name"), Argument<Version>("if"), Argument<Title?>("title", "its name in full"),
        Argument<CivilSocietyClass?>("kind", "of a CSO"),
        Argument<NHRIStatus?>("nhri_status", "of an NHRI; with its dates it takes the place of the one before"),
        Argument<LocalDate?>("nhri_from", "first day of that status"), Argument<LocalDate?>("nhri_until", "last day of that status"),
        Argument<PartyCode?>("country", "where it has its seat")
    ) { context, name, version, title, kind, nhriStatus, nhriFrom, nhriUntil, country in
        let particulars = OrganisationParticulars(
            kind: kind, nhriStatus: nhriStatus, nhriFrom: nhriFrom, nhriUntil: nhriUntil, country: country)
        guard title != nil || !particulars.isEmpty else {
            throw Refusal(.argumentMissing, "say what changes: title=, kind=, nhri_status= or country=", at: "title")
        }
        let (organisationClass, current) = try await context.visible(
            "select class, ver from organisation where id = \(name) for update", as: (OrganisationClass, Int).self)
        // Who speaks for States and for the secretariat is the head's to say.
        if [.state, .secretariat].contains(organisationClass) { try context.requireHead() }
        try context.require(version, is: current)
        try particulars.check(for: organisationClass)
        try await context.transaction.run(
            """
            update organisation set title = coalesce(\(title), title), cso_kind = coalesce(\(kind), cso_kind),
                nhri_status = coalesce(\(nhriStatus), nhri_status),
                nhri_status_during = coalesce(\(particulars.nhriStatusDuring), nhri_status_during),
                country = coalesce(\(country), country), ver = ver + 1
            where id = \(name)
            """)
        try await context.record(.organisationUpdated, subject: name.text)
        return .done(["id": .string(name.text), "ver": .int(Int64(current + 1))])
    }
}
