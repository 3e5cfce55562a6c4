import Postgres
import ReviewModel

/// Who is meant in one review by a role of its procedure, at the transaction's instant: holders of its functions, and of its classes those
/// who lead their organisations. Nobody with a conflict of interest.
enum Recipients {
    /// Ids and logins, in the order of the ids.
    static func query(_ role: ProcedureRole, in review: ReviewRow) -> SQL {
        """
        select a.id, a.login from account a join organisation o on o.id = a.organisation
        where a.state = 'active' and o.state = 'active'
            and not exists (select from conflict c where c.review = \(review.id) and c.account = a.id and c.state in ('open', 'upheld'))
            and (\(role.party?.rawValue)::text is null or \(role.party?.rawValue)::text = case
                when o.party = \(review.party) then 'under-review'
                when exists (select from nomination n where n.review = \(review.id) and n.function = 'reviewer' and n.party = o.party
                             and n.during @> moment()) then 'reviewing'
                else 'other' end)
            and (exists (select from nomination n where n.review = \(review.id) and n.account = a.id
                         and n.function = any(\(role.functions.map(\.rawValue))::text[]) and n.during @> moment())
                or (o.class = any(\(role.classes.map(\.rawValue))::text[])
                    and (o.class not in ('cso', 'nhri') or exists (
                        select from accreditation d where d.organisation = o.id and d.state = 'accredited' and d.during @> moment()))
                    and (a.is_lead or a.is_head or not exists (
                        select from account l where l.organisation = o.id and l.state = 'active' and (l.is_lead or l.is_head)))))
        order by a.id
        """
    }

    /// Those who play the role, and nobody in their place.
    static func playing(_ name: RoleName, in review: ReviewRow, _ system: Context) async throws -> [AccountID] {
        guard let role = review.procedure.roles[name] else { return [] }
        return try await system.transaction.all(query(role, in: review), as: (AccountID, String).self).map(\.0)
    }

    /// Those who play the role; when nobody does the officer, and when there is none the secretariat: what is owed never goes unsaid.
    static func find(_ name: RoleName, in review: ReviewRow, _ system: Context) async throws -> (accounts: [AccountID], instead: String?) {
        let substitutes: [(ProcedureRole?, String?)] = [
            (review.procedure.roles[name], nil), (ProcedureRole(functions: [.officer]), "the officer"),
            (ProcedureRole(classes: [.secretariat]), "the secretariat"),
        ]
        for (role, instead) in substitutes {
            guard let role else { continue }
            let accounts = try await system.transaction.all(query(role, in: review), as: (AccountID, String).self).map(\.0)
            if !accounts.isEmpty { return (accounts, instead.map { "nobody is \(name) here: \($0) was told instead" }) }
        }
        return ([], "nobody could be told")
    }
}
