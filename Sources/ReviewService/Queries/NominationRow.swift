import Postgres
import ReviewModel
import ReviewWire

/// A nomination that is to be changed, its review locked.
struct NominationRow: Sendable {
    let id: NominationID
    let review: ReviewRow
    let account: AccountID
    let organisation: String
    let function: Function
    let version: Int
    /// Whether it has not ended yet.
    let stands: Bool
    let hasBegun: Bool

    init(_ id: NominationID, in context: Context) async throws {
        self.id = id
        let reviewed = try await context.visible("select review from nomination where id = \(id)", as: ReviewID.self)
        review = try await context.review(reviewed)
        (account, organisation, function, version, stands, hasBegun) = try await context.visible(
            """
            select account, organisation, function, ver,
                not isempty(during) and (upper(during) is null or upper(during) > \(context.now)), lower(during) <= \(context.now)
            from nomination where id = \(id) for update
            """, as: (AccountID, String, Function, Int, Bool, Bool).self)
    }

    /// Ends it now; one that has not begun never was.
    func end(because reason: String, in context: Context) async throws {
        context.transaction.queue(
            """
            update nomination set ended_because = \(reason), ver = ver + 1,
                during = case when \(hasBegun) then tstzrange(lower(during), \(context.now)) else 'empty' end
            where id = \(id)
            """)
        try await context.record(.nominationEnded, subject: id.description, review: review.id, audience: .stakeholders)
    }
}

/// A nomination that is to be stored.
struct NewNomination: Sendable {
    let review: ReviewRow
    let nominee: Nominee
    let function: Function
    let noteVerbale: NoteVerbale
    var instruments: [String]?
    var from: Instant
    var until: Instant?

    func store(in context: Context) async throws -> NominationID {
        let id = NominationID.random()
        try await context.transaction.run(
            """
            insert into nomination (id, review, party, account, organisation, function, instruments, note_verbale, during, nominated_by, nominated_at)
            values (\(id), \(review.id), \(nominee.party), \(nominee.account), \(nominee.organisation), \(function), \(instruments)::text[],
                \(noteVerbale), tstzrange(\(from), \(until)), \(try context.account), \(context.now))
            """)
        try await context.record(.nominationMade, subject: id.description, review: review.id, audience: .stakeholders)
        return id
    }
}
