import Postgres
import ReviewModel

/// Who is meant in one review by a role of its procedure, at the transaction's instant: holders of its functions, and of its classes those
/// who lead their organisations. Nobody with a conflict of interest.
enum Recipients {
    /// Their ids, in the order of the ids.
    static func query(_ role: ProcedureRole, in review: ReviewRow) -> SQL {
        let byFunction: SQL = """
            select a.id from nomination n join account a on a.id = n.account join organisation o on o.id = a.organisation
            where n.review = \(review.id) and n.function = any(\(role.functions.map(\.rawValue))::text[]) and n.during @> moment()
                and \(isFree(review)) and \(isOf(role.party, review))
            """
        let byClass: SQL = """
            select a.id from organisation o join account a on a.organisation = o.id
            where o.class = any(\(role.classes.map(\.rawValue))::text[])
                and (o.class not in ('cso', 'nhri') or exists (
                    select from accreditation d where d.organisation = o.id and d.state = 'accredited' and d.during @> moment()))
                and (a.is_lead or a.is_head or not exists (
                    select from account l where l.organisation = o.id and l.state = 'active' and (l.is_lead or l.is_head)))
                and \(isFree(review)) and \(isOf(role.party, review))
            """
        let players = role.classes.isEmpty ? byFunction : role.functions.isEmpty ? byClass : byFunction + " union " + byClass
        return players + " order by id"
    }

    private static func isFree(_ review: ReviewRow) -> SQL {
        """
        a.state = 'active' and o.state = 'active'
            and not exists (select from conflict c where c.review = \(review.id) and c.account = a.id and c.state in ('open', 'upheld'))
        """
    }

    private static func isOf(_ party: PartyRelation?, _ review: ReviewRow) -> SQL {
        let reviews: SQL = """
            exists (select from nomination r where r.review = \(review.id) and r.function = 'reviewer' and r.party = o.party
                    and r.during @> moment())
            """
        return switch party {
        case nil: "true"
        case .underReview: "o.party = \(review.party)"
        case .reviewing: "o.party <> \(review.party) and \(reviews)"
        case .other: "o.party is distinct from \(review.party) and not \(reviews)"
        }
    }

    /// The officers of the review who have no conflict of interest in it.
    static func officers(of review: ReviewRow, _ system: Context) async throws -> [AccountID] {
        try await players(of: [ProcedureRole(functions: [.officer])], in: review, system)[0]
    }

    /// Who of them may see each document now.
    static func readers(
        of documents: Set<DocumentID>, among accounts: Set<AccountID>, _ system: Context
    ) async throws -> [DocumentID: Set<AccountID>] {
        let rows = try await system.transaction.all(
            """
            select d.id, a.id from document d, account a
            where d.id = any(\(documents.map(\.description).sorted())::text[]) and a.id = any(\(accounts.map(\.description).sorted())::text[])
                and \(mayRead(system.now))
            """, as: (DocumentID, AccountID).self)
        return Dictionary(grouping: rows, by: \.0).mapValues { Set($0.map(\.1)) }
    }

    /// Whether the account `a` may see the document `d` at that instant.
    static func mayRead(_ now: Instant) -> SQL {
        "d.audience >= clearance(clearances_of(a.id, a.organisation, \(now)), d.review, d.instrument)"
    }

    /// The heads of the secretariat.
    static func heads(_ system: Context) async throws -> [AccountID] {
        try await system.transaction.all("select id from account where is_head and state = 'active' order by id", as: AccountID.self)
    }

    /// Those who play the role, and nobody in their place.
    static func playing(_ name: RoleName, in review: ReviewRow, _ system: Context) async throws -> [AccountID] {
        try await players(of: [review.procedure.roles[name] ?? ProcedureRole()], in: review, system)[0]
    }

    /// Those who play the role, and a sentence when others are told instead.
    static func find(_ name: RoleName, in review: ReviewRow, _ system: Context) async throws -> (accounts: [AccountID], instead: String?) {
        try await find([name], in: review, system)[name] ?? ([], nil)
    }

    /// The same for several roles. When nobody plays one, the officer is meant, and when there is none the secretariat: what is owed never
    /// goes unsaid.
    static func find(
        _ names: Set<RoleName>, in review: ReviewRow, _ system: Context
    ) async throws -> [RoleName: (accounts: [AccountID], instead: String?)] {
        let names = names.sorted()
        let found = try await players(of: names.map { review.procedure.roles[$0] ?? ProcedureRole() }, in: review, system)
        var substitutes: [[AccountID]] = []
        if found.contains(where: \.isEmpty) {
            substitutes = try await players(
                of: [ProcedureRole(functions: [.officer]), ProcedureRole(classes: [.secretariat])], in: review, system)
        }
        return Dictionary(
            uniqueKeysWithValues: zip(names, found).map { name, accounts in
                if !accounts.isEmpty { return (name, (accounts, nil)) }
                for (accounts, title) in zip(substitutes, ["the officer", "the secretariat"]) where !accounts.isEmpty {
                    return (name, (accounts, "nobody is \(name) here: \(title) was told instead"))
                }
                return (name, ([], "nobody could be told"))
            })
    }

    private static func players(of roles: [ProcedureRole], in review: ReviewRow, _ system: Context) async throws -> [[AccountID]] {
        try await system.transaction.tables(roles.map { query($0, in: review) }).map { try $0.rows(as: AccountID.self) }
    }
}
