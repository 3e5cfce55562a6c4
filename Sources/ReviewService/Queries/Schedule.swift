import Postgres
import ReviewModel

/// Everything that the clock alone brings about, review by review: what a daemon catches up with, and what a rehearsal walks through.
package enum Schedule {
    /// Runs every review that may have something due at `context.now`; how many things happened.
    package static func catchUp(in context: Context) async throws -> Int {
        var changes = 0
        for id in try await waiting(context) {
            let review = try await context.review(id)
            changes += try await context.asSystem { try await FunctionTerms.settle(review, in: $0) }
            changes += try await settle(review, in: context).changes
        }
        return changes
    }

    /// Walks from `context.now` to `end` with the transaction's clock standing at each moment at which something is due, in order, so that
    /// everything is stamped with its own time; how many things happened.
    static func walk(to end: Instant, in context: Context) async throws -> Int {
        try await walk(try await waiting(context), to: end, in: context)
    }

    /// The same for these reviews alone.
    static func walk(_ reviews: [ReviewID], to end: Instant, in context: Context) async throws -> Int {
        var changes = 0
        var awaited = Dictionary(uniqueKeysWithValues: reviews.map { ($0, context.now) })
        while let (id, at) = awaited.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }), at <= end {
            let standing = context.standing(at: at)
            let review = try await standing.review(id)
            changes += try await standing.asSystem { try await FunctionTerms.settle(review, in: $0) }
            let outcome = try await settle(review, in: standing)
            changes += outcome.changes
            awaited[id] = try await next(review, outcome.progress, standing)
        }
        return changes
    }

    /// Carries one review forward to `context.now` and fires what is due in it, in this order, so that no alarm speaks of an old state.
    static func settle(_ review: ReviewRow, in context: Context) async throws -> (changes: Int, progress: Progress.Outcome) {
        let progress = try await Progress.step(review, in: context)
        let fired = try await context.asSystem { try await Firing(review: review, context: $0).settle() }
        return (progress.changes + fired, progress)
    }

    /// Reviews for which the clock may have something by now; a moment further away than any that is written came from a clock that was ahead.
    package static let due: SQL = "select review from wake where at <= moment() or at > moment() + interval '1 hour' order by at, review"

    /// Reviews that are open, that still owe an answer to somebody, or that withhold something until a date.
    static let waiting: SQL = "select id from review r where \(isWaiting) order by opened_at, id"

    /// Those of them for which no moment is written, and which nobody would look at: none, unless somebody wrote a review by hand.
    static let overlooked: SQL = "select id from review r where \(isWaiting) and not exists (select from wake w where w.review = r.id)"

    private static let isWaiting: SQL = """
        (state = 'open' or exists (select from obligation o where o.review = r.id and o.document is not null and o.state = 'open')
            or exists (select from document d where d.review = r.id and d.state = 'withheld'))
        """

    private static func waiting(_ context: Context) async throws -> [ReviewID] {
        try await context.asSystem { try await $0.transaction.all(waiting, as: ReviewID.self) }
    }

    /// Sets when the clock may have something for the review next, within the hour, so that what was overlooked heals. Waking too early does
    /// no harm, so that a later moment is written only when the earlier one has come. A review that waits for nothing is woken no more.
    static func sleep(_ review: ReviewID, untilStagesChangeAt ofStages: UTCInstant?, in system: Context) {
        system.transaction.queue(
            """
            insert into wake (review, at)
            select r.id, least(\(ofStages)::timestamptz, \(nextOfPeople(review)), moment() + interval '1 hour')
            from review r where r.id = \(review) and \(isWaiting)
            on conflict (review) do update set at = excluded.at where (wake.at > moment() and wake.at <= excluded.at) is not true
            """)
        system.transaction.queue("delete from wake using review r where r.id = \(review) and review = r.id and not \(isWaiting)")
    }

    /// Has the review looked at by then, whatever else it waits for.
    static func wake(_ review: ReviewID, by moment: Instant, in system: Context) {
        system.transaction.queue(
            """
            insert into wake (review, at) values (\(review), \(moment))
            on conflict (review) do update set at = excluded.at where wake.at > excluded.at
            """)
    }

    /// The next end of an answer's time or of a withholding, or the next beginning of a nomination.
    private static func nextOfPeople(_ review: ReviewID) -> SQL {
        """
        least((select min(grace_until) from obligation
               where review = \(review) and document is not null and state = 'open' and grace_until > moment()),
            (select min(withheld_until) from document where review = \(review) and state = 'withheld' and withheld_until > moment()),
            (select min(lower(during)) from nomination where review = \(review) and lower(during) > moment()))
        """
    }

    /// The next moment at which something is due in that review; nil when nothing is awaited.
    private static func next(_ review: ReviewRow, _ outcome: Progress.Outcome, _ context: Context) async throws -> Instant? {
        let ofStages = try outcome.engine.nextChange(in: outcome.facts).map { Instant($0) }
        let ofPeople = try await context.asSystem { system in
            try await system.transaction.one(
                """
                select least(\(nextOfPeople(review.id)), (\(FunctionTerms.next(review.id))),
                    (select min(fires_at) from alarm where review = \(review.id) and state = 'pending' and fires_at > moment()))
                """, as: Instant?.self)
        }
        return [ofStages, ofPeople].compactMap(\.self).min()
    }
}

extension Context {
    /// The same transaction with its clock standing at another moment, and what its reader holds at that moment.
    package func standing(at moment: Instant) -> Context {
        transaction.queue("select set_config('reviewd.now', \(moment.rfc3339), true)")
        transaction.queue("select renew_clearances()")
        return Context(actor: actor, service: service, transaction: transaction, now: moment, body: body)
    }
}
