import Postgres
import ReviewModel

/// Whose an event is that is nobody else's to know. Its time alone would tell who sat at a desk when a hidden contribution came.
package enum EventOwner: Sendable {
    /// One person's.
    case account(AccountID)
    /// An organisation's, of which the head of the secretariat knows too; and the person's whom it is about.
    case organisation(String, about: AccountID? = nil)

    var account: AccountID? {
        switch self {
        case .account(let account): account
        case .organisation(_, let account): account
        }
    }

    var organisation: String? { if case .organisation(let organisation, _) = self { organisation } else { nil } }
}

extension Context {
    /// Appends what happened to somebody's own.
    package func record(_ name: EventName, subject: String, of owner: EventOwner) async throws {
        try await transaction.record(name, by: actor, at: now, subject: subject, audience: .own, owner: owner)
    }

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
        audience: Audience, owner: EventOwner? = nil, asAuthor: Bool = false, before: Digest? = nil, after: Digest? = nil
    ) async throws {
        queue(
            """
            with next as materialized (
                select nextval(pg_get_serial_sequence('event', 'position')) as position
            ), appended as (
                insert into event (position, at, name, review, document, subject, audience, owner_account, owner_organisation, digest_before,
                    digest_after)
                overriding system value
                select position, \(now), \(name), \(review), \(document), \(subject), \(audience.rawValue), \(owner?.account),
                    \(owner?.organisation), \(before), \(after)
                from next
            )
            insert into event_actor (event, document, account, organisation, role, as_author)
            select position, \(document), \(actor.account), \(actor.organisation), \(actor.role.rawValue), \(asAuthor) from next
            """)
    }
}
