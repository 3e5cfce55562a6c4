import Postgres
import ReviewModel

extension Context {
    /// Appends what happened, in the transaction that does it (DOMAIN §7). `audience` counts only where no document carries the event's
    /// visibility; `asAuthor` puts who did it under the rule of authorship.
    package func record(
        _ name: EventName, subject: String, review: ReviewID? = nil, document: DocumentID? = nil, audience: Audience = .public,
        asAuthor: Bool = false, before: Digest? = nil, after: Digest? = nil
    ) async throws {
        try await transaction.record(
            name, by: actor, at: now, subject: subject, review: review, document: document, audience: audience, asAuthor: asAuthor,
            before: before, after: after)
    }
}

extension Transaction {
    /// The same for what has no `Context`, such as the operator's own commands.
    func record(
        _ name: EventName, by actor: Actor, at now: Instant, subject: String, review: ReviewID? = nil, document: DocumentID? = nil,
        audience: Audience, asAuthor: Bool = false, before: Digest? = nil, after: Digest? = nil
    ) async throws {
        queue(
            """
            with next as materialized (
                select nextval(pg_get_serial_sequence('event', 'position')) as position
            ), appended as (
                insert into event (position, at, name, review, document, subject, audience, digest_before, digest_after)
                overriding system value
                select position, \(now), \(name), \(review), \(document), \(subject), \(audience.rawValue), \(before), \(after) from next
            )
            insert into event_actor (event, document, account, organisation, role, as_author)
            select position, \(document), \(actor.account), \(actor.organisation), \(actor.role.rawValue), \(asAuthor) from next
            """)
    }
}
