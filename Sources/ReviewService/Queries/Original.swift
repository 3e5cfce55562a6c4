import Postgres
import ReviewModel
import ReviewWire

/// What a translation is made from, as far as it bounds the translation.
struct Original: Sendable {
    let review: ReviewID
    let chosen: Audience
    /// Its source is hidden and it is the actor's own: a translation with a name would tell whose it is.
    let isOwnAndHidden: Bool
}

extension Context {
    /// The document that a request names as its original, or 410; nil when it names none.
    func original(_ id: DocumentID?) async throws -> Original? {
        guard let id else { return nil }
        let (review, rank, isOwnAndHidden) = try await visible(
            """
            select d.review, d.chosen_audience, d.source_hidden and coalesce(a.organisation = reader_organisation(), false)
            from document d left join authorship a on a.document = d.id where d.id = \(id)
            """, as: (ReviewID, Int, Bool).self)
        return Original(review: review, chosen: Audience(rawValue: rank) ?? .own, isOwnAndHidden: isOwnAndHidden)
    }

    /// 441 for a translation that would tell more than its original does.
    func requireTranslatable(_ original: Original?, in review: ReviewID, chosen: Audience, isSourceHidden: Bool) throws {
        guard let original else { return }
        guard original.review == review else {
            throw Refusal(.ruleKind, "a translation belongs to the review of its original", at: "translation_of")
        }
        guard chosen <= original.chosen else {
            throw Refusal(.ruleAudience, "a translation is at most as open as its original, which is for \(original.chosen.word)", at: "audience")
        }
        guard !original.isOwnAndHidden || isSourceHidden else {
            throw Refusal(.ruleAudience, "the original's source is hidden: say source=hidden, or name it first with document.open", at: "source")
        }
    }
}
