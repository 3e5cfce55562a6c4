import Postgres
import ReviewModel

/// What a review that ends before its time leaves behind: nothing that is open, and nothing that would still be said of it.
enum Cancellation {
    static let cause = "the review is cancelled"

    /// Behind the stage engine, which ends what the procedure itself asks for. As the system.
    static func settle(_ review: ReviewRow, in system: Context) async throws {
        let answers = try await system.transaction.all(
            """
            update obligation set state = 'void', void_because = \(cause), settled_at = \(system.now), ver = ver + 1
            where review = \(review.id) and document is not null and state = 'open' returning id, document
            """, as: (ObligationID, DocumentID).self)
        for (id, document) in answers {
            try await system.record(.obligationVoided, subject: id.description, review: review.id, document: document)
        }
        AskedExtension.endMoot(in: review.id, system)
        try await Alarms.reconcile(review, in: system)
        drop(review.id, system)
    }

    /// Messages of it that have not left; of a digest what it says of the review, and the digest when that was all.
    private static func drop(_ review: ReviewID, _ system: Context) {
        system.transaction.queue(
            """
            delete from outbox_notice k using outbox o, notice n
            where o.id = k.outbox and n.id = k.notice and o.state = 'pending' and o.is_digest and n.review = \(review)
            """)
        system.transaction.queue(
            """
            update outbox o set state = 'dropped', settled_at = \(system.now), holder = null, lease_until = null, last_error = \(cause),
                ver = ver + 1
            where state = 'pending' and (review = \(review)
                or is_digest and not exists (select from outbox_notice k where k.outbox = o.id))
            """)
    }
}
