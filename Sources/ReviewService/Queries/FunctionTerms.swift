import Postgres
import ReviewModel

/// Ends of functions that are held until a day: an expert's term, a focal point's. What a function allows ends by itself at that moment, since
/// row-level security looks at the clock; here the end is put on record, and those are told who may name a successor.
enum FunctionTerms {
    /// How long before its end a function's holder is told.
    static let noticeDays = 30

    /// Reviews in which something is due.
    static let waiting: SQL = """
        select distinct review from nomination
        where ended_because is null and ends_at <= moment() + make_interval(days => \(noticeDays))
            and (ends_at <= moment() or ending_told_at is null and during @> moment())
        """

    /// Ends what is over in one review and announces what ends soon; how many. Running it again changes nothing.
    static func settle(_ review: ReviewRow, in system: Context) async throws -> Int {
        let ended = try await changed(
            review, "ended_because = 'the term is over', ver = ver + 1", where: "ended_because is null and ends_at <= moment()",
            in: system)
        for term in ended {
            try await system.record(.nominationEnded, subject: term.id.description, review: review.id, audience: .stakeholders)
            try await tell(.functionEnded, term, review, system)
        }
        let ending = try await changed(
            review, "ending_told_at = moment()",
            where: """
                ended_because is null and ending_told_at is null and during @> moment()
                and ends_at <= moment() + make_interval(days => \(noticeDays))
                """, in: system)
        for term in ending { try await tell(.functionEnding, term, review, system) }
        if !ended.isEmpty { try await Progress.run(review, in: system) }
        return ended.count + ending.count
    }

    /// The next moment at which something is due in one review.
    static func next(_ review: ReviewID) -> SQL {
        """
        select min(at) from nomination cross join lateral (
            values (ends_at), (case when ending_told_at is null then ends_at - make_interval(days => \(noticeDays)) end)) as moments (at)
        where review = \(review) and ended_because is null and at > moment()
        """
    }

    private struct Term {
        let id: NominationID
        let account: AccountID
        let organisation: String
        let function: String
        let endsAt: Instant
    }

    private static func changed(_ review: ReviewRow, _ change: SQL, where condition: SQL, in system: Context) async throws -> [Term] {
        try await system.transaction.all(
            """
            update nomination set \(change) where review = \(review.id) and \(condition)
            returning id, account, organisation, function, ends_at
            """, as: (NominationID, AccountID, String, String, Instant).self
        ).map { Term(id: $0.0, account: $0.1, organisation: $0.2, function: $0.3, endsAt: $0.4) }
    }

    /// The holder, who leads the holder's organisation, and the officer.
    private static func tell(_ kind: NoticeKind, _ term: Term, _ review: ReviewRow, _ system: Context) async throws {
        // Of a review that was cancelled nothing more is said.
        guard review.state != .cancelled else { return }
        let own = try await system.transaction.all(
            "select id from account where id = \(term.account) or organisation = \(term.organisation) and is_lead", as: AccountID.self)
        for account in Set(own + (try await Recipients.find("officer", in: review, system).accounts)).sorted() {
            try await Notices.post(
                kind, to: account, review: review.id, obligation: nil, rule: term.function, dueAt: term.endsAt, in: system)
        }
    }
}
