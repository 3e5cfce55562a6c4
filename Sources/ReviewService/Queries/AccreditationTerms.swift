import Postgres
import ReviewModel

/// Ends of accreditations. What one allows ends by itself at that moment, since row-level security looks at the clock; here the end is put on
/// record, and the organisation is told in time to apply again.
enum AccreditationTerms {
    /// How long before the end its organisation is told.
    static let noticeDays = 60

    /// Ends what is over and announces what ends soon; how many. Running it again changes nothing.
    static func settle(in context: Context) async throws -> Int { try await context.asSystem { try await settling(in: $0) } }

    private static func settling(in system: Context) async throws -> Int {
        let ended = try await system.transaction.all(
            """
            update accreditation set state = 'ended', ver = ver + 1
            where state in ('accredited', 'suspended') and upper(during) <= moment() returning id, organisation, upper(during)
            """, as: (AccreditationID, String, Instant).self)
        for (id, organisation, endsAt) in ended {
            try await system.record(.accreditationEnded, subject: id.description)
            try await tell(.accreditationEnded, organisation, endsAt, system)
        }
        let ending = try await system.transaction.all(
            """
            update accreditation set ending_told_at = moment()
            where state = 'accredited' and ending_told_at is null and during @> moment()
                and upper(during) <= moment() + make_interval(days => \(noticeDays))
            returning organisation, upper(during)
            """, as: (String, Instant).self)
        for (organisation, endsAt) in ending { try await tell(.accreditationEnding, organisation, endsAt, system) }
        return ended.count + ending.count
    }

    /// The next moment at which something is due; nil when no accreditation is given.
    static func next(in context: Context) async throws -> Instant? {
        try await context.transaction.one(
            """
            select min(at) from accreditation cross join lateral (
                values (upper(during)), (case when ending_told_at is null then upper(during) - make_interval(days => \(noticeDays)) end)) as moments (at)
            where state in ('accredited', 'suspended') and at > moment()
            """, as: Instant?.self)
    }

    /// Whoever leads the organisation; nobody when it has applied again, or is accredited beyond that day already.
    private static func tell(_ kind: NoticeKind, _ organisation: String, _ endsAt: Instant, _ system: Context) async throws {
        let leads = try await system.transaction.all(
            """
            select id from account a
            where a.organisation = \(organisation) and a.state = 'active'
                and (a.is_lead or not exists (select from account l where l.organisation = a.organisation and l.is_lead and l.state = 'active'))
                and not exists (
                    select from accreditation n
                    where n.organisation = a.organisation and (n.state = 'applied' or n.state = 'accredited' and upper(n.during) > \(endsAt)))
            order by id
            """, as: AccountID.self)
        for lead in leads { try await Notices.post(kind, to: lead, review: nil, obligation: nil, dueAt: endsAt, in: system) }
    }
}
