import Postgres
import ReviewModel

/// What the stage engine is told of one review, read at one instant by one reader.
///
/// Read as the system it is the whole record, on which the engine may act; read as a client it is enough to show what holds a review up.
package enum Facts {
    /// The facts and the engine that goes with them.
    package static func load(_ review: ReviewRow, in context: Context) async throws -> (facts: ReviewFacts, engine: StageEngine) {
        try read(try await context.transaction.tables(queries(review)), of: review, now: context.now)
    }

    /// The statements that `read` takes the results of.
    static func queries(_ review: ReviewRow) -> [SQL] {
        let owedKinds = Set(review.procedure.stages.flatMap(\.owes).compactMap(\.document?.rawValue)).sorted()
        return [
            "select stage, entered_at, left_at from stage_run where review = \(review.id)",
            """
            select rule, state, extensions, due_at, due_zone, due_local_date, due_local_time, due_rule, due_calendar, due_calendar_version,
                due_anchor, due_anchored_on, due_provisional
            from obligation where review = \(review.id) and document is null
            """,
            "select stage, name, opened_at, closes_at, closed_at from window_run where review = \(review.id)",
            """
            select d.kind, coalesce(
                min(d.submitted_at) filter (where d.state <> 'withdrawn'), min(d.submitted_at) filter (where s.left_at <= d.withdrawn_at))
            from document d left join stage_run s on s.review = d.review and s.stage = d.stage
            where d.review = \(review.id) and d.submitted_at < 'infinity' and d.translation_of is null group by d.kind
            """,
            deliveries(review.id, owedKinds),
            functions(review.id),
            "select name, occurred_at from anchor where review = \(review.id)",
            """
            select distinct stage, kind from document
            where review = \(review.id) and state = 'submitted' and chosen_audience = 5 and \(Documents.isFree)
            """,
        ] + Calendars.queries(review.procedure.calendar)
    }

    /// Since when each function is held without a gap, and when it was left before that.
    private static func functions(_ review: ReviewID) -> SQL {
        """
        select function, (select lower(held) from unnest(times) as held where held @> moment()),
            (select max(upper(held)) from unnest(times) as held where upper(held) <= moment())
        from (select function, range_agg(tstzrange(greatest(lower(during), nominated_at), upper(during))) as times
              from nomination
              where review = \(review) and lower(during) <= moment()
                and greatest(lower(during), nominated_at) < coalesce(upper(during), 'infinity')
              group by function) as functions
        """
    }

    /// Documents of kinds that are owed, with what their authors were when they handed them in, in the order of receipt.
    private static func deliveries(_ review: ReviewID, _ kinds: [String]) -> SQL {
        """
        select d.kind, d.submitted_at,
            array(select n.function from nomination n
                  where n.review = d.review and n.account = a.account and n.during @> d.submitted_at),
            o.class,
            case when o.party = r.party then 'under-review'
                 when exists (select from nomination n where n.review = d.review and n.function = 'reviewer' and n.party = o.party
                              and n.during @> d.submitted_at) then 'reviewing'
                 else 'other' end,
            case when d.state = 'withdrawn' then d.withdrawn_at end
        from document d join review r on r.id = d.review join authorship a on a.document = d.id join organisation o on o.id = a.organisation
        where d.review = \(review) and d.submitted_at < 'infinity' and d.translation_of is null and d.kind = any(\(kinds)::text[])
        order by d.submitted_at, d.id
        """
    }

    static func read(_ tables: [Table], of review: ReviewRow, now: Instant) throws -> (facts: ReviewFacts, engine: StageEngine) {
        let calendar = try Calendars.read(tables[8...], id: review.procedure.calendar)
        var facts = ReviewFacts(now: UTCInstant(now), state: review.state, startsOn: review.startsOn)
        for (stage, enteredAt, leftAt) in try tables[0].rows(as: (StageName, UTCInstant, UTCInstant?).self) {
            facts.stages[stage] = ReviewFacts.StageRun(enteredAt: enteredAt, leftAt: leftAt)
        }
        for row in 0..<tables[1].count {
            let (rule, owed) = try self.owed(tables[1], row)
            facts.obligations[rule] = owed
        }
        for (stage, name, opened, closes, closed) in try tables[2].rows(
            as: (StageName, WindowName, UTCInstant, UTCInstant?, UTCInstant?).self)
        {
            let run = ReviewFacts.WindowRun(openedAt: opened, closesAt: closes, closedAt: closed)
            facts.windows[WindowKey(stage: stage, window: name)] = run
        }
        for (kind, at) in try tables[3].rows(as: (DocumentKind, UTCInstant?).self) { facts.received[kind] = at }
        for (rule, delivery) in try deliveries(tables[4], facts, review.procedure) {
            if delivery.withdrawnAt != nil { facts.withdrawn.insert(rule) }
            if delivery.counts(in: facts, review.procedure.stage(owing: rule)?.id) { facts.deliveries[rule] = delivery.at }
        }
        for (function, heldSince, vacatedAt) in try tables[5].rows(as: (Function, UTCInstant?, UTCInstant?).self) {
            (facts.nominated[function], facts.vacated[function]) = (heldSince, vacatedAt)
        }
        for (name, at) in try tables[6].rows(as: (String, UTCInstant).self) { facts.events[Name(name)] = at }
        for (stage, kind) in try tables[7].rows(as: (StageName, DocumentKind).self) {
            facts.unpublished.insert(StageDocument(stage: stage, kind: kind))
        }
        return (facts, StageEngine(procedure: review.procedure, calendar: calendar))
    }

    private static func owed(_ table: Table, _ row: Int) throws -> (ObligationName, ReviewFacts.Owed) {
        let (rule, state, extensions, dueAt) = try table.decode(row, as: (ObligationName, ObligationState, [DateOffset], UTCInstant?).self)
        guard let dueAt else { return (rule, ReviewFacts.Owed(state: state, extensions: extensions)) }
        let (_, _, _, _, zone, date, time, words, calendar, version, anchor, anchoredOn, provisional) = try table.decode(
            row,
            as: (
                ObligationName, ObligationState, [DateOffset], UTCInstant, String, LocalDate, String, String, String, String, String,
                LocalDate,
                Bool
            ).self)
        let deadline = Deadline(
            dueAt: dueAt, zone: zone, localDate: date, localTime: time, rule: words, calendar: calendar, calendarVersion: version,
            anchor: anchor, anchoredOn: anchoredOn, provisional: provisional)
        return (rule, ReviewFacts.Owed(state: state, deadline: deadline, extensions: extensions))
    }

    /// The document that answers an obligation, the last of several that were withdrawn.
    private struct Delivery {
        let at: UTCInstant
        let withdrawnAt: UTCInstant?

        /// Whether dates may hang on it: it stands, or the review had gone on by it.
        func counts(in facts: ReviewFacts, _ stage: StageName?) -> Bool {
            guard let withdrawnAt else { return true }
            return stage.flatMap { facts.stages[$0]?.leftAt }.map { $0 <= withdrawnAt } ?? false
        }
    }

    /// Each document answers the first obligation of its kind that its author could owe and that no document answered which stood then.
    private static func deliveries(_ table: Table, _ facts: ReviewFacts, _ procedure: Procedure) throws -> [ObligationName: Delivery] {
        var deliveries: [ObligationName: Delivery] = [:]
        for (kind, at, functions, organisation, relation, withdrawnAt) in try table.rows(
            as: (DocumentKind, UTCInstant, [String], String, PartyRelation, UTCInstant?).self)
        {
            let author = Participant(
                functions: Set(functions.compactMap(Function.init(rawValue:))), organisation: OrganisationClass(rawValue: organisation),
                party: relation)
            let answered = procedure.stages.lazy.flatMap(\.owes).first { rule in
                guard rule.document == kind, procedure.admits(rule.by, author) else { return false }
                if let earlier = deliveries[rule.id] { guard let end = earlier.withdrawnAt, end <= at else { return false } }
                return facts.obligations[rule.id].map { ![.waived, .void].contains($0.state) } ?? false
            }
            if let answered { deliveries[answered.id] = Delivery(at: at, withdrawnAt: withdrawnAt) }
        }
        return deliveries
    }
}
