import Postgres
import ReviewModel

/// Tells of a stage that a review has entered: those who hold a function in it, those who owe something in that stage, and of those who may
/// speak now the ones whom the review concerns.
///
/// Nobody is chosen by what is hidden: to be told must not say that one has contributed.
enum StageNotices {
    static func tell(_ name: StageName, in review: ReviewRow, _ system: Context) async throws {
        guard let stage = review.procedure.stage(name) else { return }
        let accounts = try await system.transaction.all(recipients(stage, review), as: AccountID.self)
        try await Notices.post(
            accounts.map { Notices.Post(kind: .stageEntered, account: $0, review: review.id, obligation: nil, stage: stage.id.rawValue) },
            in: system)
    }

    /// Tells that the review is cancelled, those who would have been told of the stages that were open then.
    static func tellCancelled(_ review: ReviewRow, leaving names: [StageName], _ system: Context) async throws {
        var accounts: Set<AccountID> = []
        for stage in names.compactMap(review.procedure.stage) {
            accounts.formUnion(try await system.transaction.all(recipients(stage, review), as: AccountID.self))
        }
        try await Notices.post(
            accounts.sorted().map { Notices.Post(kind: .reviewCancelled, account: $0, review: review.id, obligation: nil) }, in: system)
    }

    private static func recipients(_ stage: ProcedureStage, _ review: ReviewRow) -> SQL {
        let roles = review.procedure.roles
        let owing = Set(stage.owes.map(\.by)).sorted().compactMap { roles[$0] }
        let speaking = stage.windows.flatMap(\.from).compactMap { roles[$0] }
        // Functions are held by name, and a party is one of two or three; what is left are classes of the whole world.
        let named = owing + speaking.filter { $0.party != nil }
        let classes = Set(speaking.filter { $0.party == nil }.flatMap(\.classes)).subtracting([.state, .secretariat])
        let open = ProcedureRole(classes: classes)
        var query: SQL = "select account as id from nomination where review = \(review.id) and during @> moment()"
        for role in named { query += " union select id from (\(Recipients.query(role, in: review))) as owing" }
        guard !classes.isEmpty else { return query + " order by id" }
        return query + """
             union
            select q.id from (\(Recipients.query(open, in: review))) as q join account a on a.id = q.id
                join organisation o on o.id = a.organisation and o.country = \(review.party)
            union
            \(contributors(classes, review)) order by id
            """
    }

    /// Who wrote what by name for all who take part, and may still speak.
    private static func contributors(_ classes: Set<OrganisationClass>, _ review: ReviewRow) -> SQL {
        """
        select w.account from authorship w join organisation o on o.id = w.organisation
        where w.review = \(review.id) and w.audience >= 4 and o.class = any(\(classes.map(\.rawValue).sorted())::text[])
            and takes_part(o.id, moment())
        """
    }
}
