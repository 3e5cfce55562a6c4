import Postgres
import ReviewModel
import ReviewNotice

/// A session of a review, as far as it is recorded when it takes place.
struct CalendarSession: Sendable {
    private let review: ReviewID
    private let party: String
    private let name: Name<ProcedureEvent>
    private let at: UTCInstant
    private let version: Int
    private let state: ReviewState
    private let title: LocalizedText?

    /// Of one review, or of those in which the reader has a function and no conflict of interest; the next and the latest.
    static func query(_ review: ReviewID?, _ reader: Reader) -> SQL {
        let sessions = reader.service.procedures.procedures.values.flatMap { procedure in
            procedure.events.filter(\.value.isSession).map { (procedure: procedure.id, name: $0.key.rawValue) }
        }
        return """
            select a.review, r.party, a.name, a.occurred_at, a.ver, r.state, c.procedure || '-' || c.procedure_version
            from anchor a join review r on r.id = a.review join cycle c on c.id = r.cycle
                join unnest(\(sessions.map(\.procedure))::text[], \(sessions.map(\.name))::text[]) as session (procedure, name)
                    on session.procedure = c.procedure || '-' || c.procedure_version and session.name = a.name
            where case when \(review)::text is not null then a.review = \(review) else exists (
                select from participation p where p.review = a.review and p.functions <> '{}' and not p.has_conflict) end
            order by a.occurred_at desc limit 1000
            """
    }

    init(_ table: Table, _ row: Int, _ reader: Reader) throws {
        let fields = try table.decode(row, as: (ReviewID, String, String, UTCInstant, Int, ReviewState, String).self)
        (review, party, name, at, version, state) = (fields.0, fields.1, Name(fields.2), fields.3, fields.4, fields.5)
        title = reader.service.procedures.procedures[fields.6]?.events[name]?.title
    }

    func entry(_ language: Language, now: UTCInstant) -> ICalendar.Entry {
        let isCancelled = state == .cancelled
        return ICalendar.Entry(
            // A cancellation is one more version of it.
            uid: "\(review).\(name).session.reviewd", sequence: version - (isCancelled ? 0 : 1), at: at,
            summary: "\(party): \(title?[language] ?? name.rawValue)", details: "\(review)", isCancelled: isCancelled,
            alarmDays: at > now ? [7, 1] : [])
    }
}
