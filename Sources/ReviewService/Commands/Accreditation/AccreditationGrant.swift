import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let accreditationGrant = Command(
        "accreditation.grant", "Accredit a CSO or NHRI; one without accounts gets an invitation for its lead, whose code is shown once.",
        roles: [.secretariat],
        arguments: Argument<AccreditationID>("accreditation"), Argument<Version>("if"), Argument<LocalDate>("until", "the last day"),
        Argument<LocalDate?>("from", "the first day; now by default")
    ) { context, id, version, until, from in
        let organisation = try await context.accreditation(id, at: version, in: .applied, .suspended)
        let (first, last) = try await context.transaction.one(
            "select coalesce(\(from)::date::timestamptz, \(context.now)), (\(until)::date + 1)::timestamptz", as: (Instant, Instant).self)
        guard first < last else { throw Refusal(.argumentRange, "until= is before the first day", at: "until") }
        try await context.transaction.run(
            """
            update accreditation set state = 'accredited', during = tstzrange(\(first), \(last)), reason = null,
                decided_at = \(context.now), decided_by = \(context.actor.account), ver = ver + 1
            where id = \(id)
            """)
        try await context.transaction.run(
            "update organisation set state = 'active', ver = ver + 1 where id = \(organisation) and state = 'applicant'")
        try await context.record(.accreditationGranted, subject: id.description)
        let reply = Reply.done([
            "id": .string(id.description), "organisation": .string(organisation), "state": "accredited", "from": .string(first.rfc3339),
            "until": .string(last.rfc3339), "ver": .int(Int64(version.number + 1)),
        ])
        let hasAccounts = try await context.transaction.one(
            "select exists (select from account where organisation = \(organisation))", as: Bool.self)
        guard !hasAccounts else { return reply }
        let made = try await context.invite(Invitation(organisation: organisation, role: .cso, isLead: true))
        return reply.adding("invitation", .string(made.id.description)).adding("code", .string(made.code.text)).withSecrets("code")
    }.carryingSecret()
}
