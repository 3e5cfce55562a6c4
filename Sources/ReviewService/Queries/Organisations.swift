import Postgres
import ReviewModel
import ReviewWire

/// How a national human rights institution is accredited by its peers.
package enum NHRIStatus: String, CaseIterable, Sendable, ArgumentValue, PostgresValue {
    case a = "A"
    case b = "B"
}

/// What is said of an organisation beside its name and class.
struct OrganisationParticulars: Sendable {
    let kind: CivilSocietyClass?
    let nhriStatus: NHRIStatus?
    var nhriFrom: LocalDate?
    var nhriUntil: LocalDate?
    let country: PartyCode?

    var isEmpty: Bool { kind == nil && nhriStatus == nil && nhriFrom == nil && nhriUntil == nil && country == nil }

    /// The days of the status; null without one.
    var nhriStatusDuring: SQL {
        "case when \(nhriStatus)::text is not null then daterange(\(nhriFrom)::date, \(nhriUntil)::date, '[]') end"
    }

    /// 501 where the class and what is said of it do not go together.
    func check(for organisationClass: OrganisationClass) throws(Refusal) {
        if kind != nil, organisationClass != .cso {
            throw Refusal(.argumentMalformed, "kind= goes with class=cso: \(CivilSocietyClass.expectation)", at: "kind")
        }
        let isDated = nhriFrom != nil || nhriUntil != nil
        if nhriStatus != nil || isDated, organisationClass != .nhri {
            throw Refusal(.argumentMalformed, "nhri_status= and its dates are for class=nhri", at: "nhri_status")
        }
        if nhriStatus == nil, isDated {
            throw Refusal(.argumentMissing, "nhri_status= is missing: the dates are those of a status", at: "nhri_status")
        }
        if let nhriFrom, let nhriUntil, nhriUntil < nhriFrom {
            throw Refusal(.argumentRange, "nhri_until= is before nhri_from=", at: "nhri_until")
        }
    }
}

/// What an organisation is when it is entered, by the secretariat or by its own application.
struct NewOrganisation: Sendable {
    let name: Slug
    let title: Title
    let organisationClass: OrganisationClass
    var party: PartyCode?
    let particulars: OrganisationParticulars

    /// 501 where the class and what is said of it do not go together.
    func check() throws(Refusal) {
        if organisationClass == .state, party == nil {
            throw Refusal(.argumentMissing, "party= is missing: a State's organisation acts for a party", at: "party")
        }
        if party != nil, organisationClass != .state {
            throw Refusal(.argumentMalformed, "party= is for organisations of class state; say country=", at: "party")
        }
        if organisationClass == .cso, particulars.kind == nil {
            throw Refusal(.argumentMissing, "kind= goes with class=cso: \(CivilSocietyClass.expectation)", at: "kind")
        }
        try particulars.check(for: organisationClass)
    }
}

/// What enters and changes organisations.
enum Organisations {
    /// The row of a new organisation; 410 when there is no such party, 441 when the name is taken.
    static func insert(_ organisation: NewOrganisation, state: String, in context: Context) async throws {
        if let party = organisation.party {
            let found = try await context.transaction.first("select id from party where id = \(party)", as: String.self)
            guard found != nil else { throw Refusal(.thingAbsent, "there is no party \(party.text)", at: "party") }
        }
        let particulars = organisation.particulars
        try await context.transaction.run(
            """
            insert into organisation (id, title, class, cso_kind, nhri_status, nhri_status_during, party, country, state, created_at)
            values (\(organisation.name), \(organisation.title), \(organisation.organisationClass), \(particulars.kind),
                \(particulars.nhriStatus), \(particulars.nhriStatusDuring), \(organisation.party), \(particulars.country), \(state),
                \(context.now))
            """)
    }

    /// Enters who applies to take part. A name whose application was refused before anybody came in is no longer anybody's: what is said of
    /// it is the new applicant's. 441 for any other that exists, 442 while an application is undecided.
    static func enter(applicant: NewOrganisation, in context: Context) async throws {
        let particulars = applicant.particulars
        let isTakenOver = try await context.transaction.run(
            """
            update organisation o set title = \(applicant.title), class = \(applicant.organisationClass), cso_kind = \(particulars.kind),
                nhri_status = \(particulars.nhriStatus), nhri_status_during = \(particulars.nhriStatusDuring),
                country = \(particulars.country), ver = ver + 1
            where id = \(applicant.name) and state = 'applicant'
                and not exists (select from accreditation a where a.organisation = o.id and a.state <> 'refused')
            """)
        if isTakenOver == 0 { try await insert(applicant, state: "applicant", in: context) }
    }

    /// Suspends (with a reason) or resumes an organisation; the server ends the sessions of a suspended one.
    static func change(
        _ name: Slug, from old: String, to new: String, because reason: Reason?, _ version: Version, _ event: EventName,
        in context: Context
    ) async throws -> Reply {
        let (state, current) = try await context.visible(
            "select state, ver from organisation where id = \(name) for update", as: (String, Int).self)
        try context.requireHead()
        try context.require(version, is: current)
        guard state == old else { throw Refusal(.stateWrong, "the organisation is \(state)") }
        guard name.text != context.actor.organisation else { throw Refusal(.ruleOwnCase, "nobody does this to their own organisation") }
        try await context.transaction.run(
            "update organisation set state = \(new), suspended_because = \(reason), ver = ver + 1 where id = \(name)")
        try await context.record(event, subject: name.text)
        return .done(["id": .string(name.text), "state": .string(new), "ver": .int(Int64(current + 1))])
    }
}
