import Postgres
import ReviewModel
import ReviewWire

/// What stands in public in place of a document that was, or would have been, public.
enum Placeholders {
    /// Names the author's organisation only while the source is not hidden.
    static func put(_ document: DocumentRow, state: DocumentState, reason: Reason, until: Instant?, in context: Context) async throws {
        context.transaction.queue(
            """
            insert into placeholder (document, review, kind, organisation, state, reason, until, placed_at)
            select \(document.id), \(document.review), \(document.kind),
                (select organisation from authorship where document = \(document.id) and not \(document.isSourceHidden)::bool),
                \(state), \(reason), \(until), \(context.now)
            on conflict (document) do update set organisation = excluded.organisation, state = excluded.state, reason = excluded.reason,
                until = excluded.until, placed_at = excluded.placed_at
            """)
    }

    static func remove(_ document: DocumentID, in context: Context) {
        context.transaction.queue("delete from placeholder where document = \(document)")
    }
}
