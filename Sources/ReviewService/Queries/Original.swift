import Postgres
import ReviewModel
import ReviewWire

/// What a translation is made from, as far as it bounds the translation.
struct Original: Sendable {
    let review: ReviewID
    /// How far a translation may go: as far as its author let the original go, no further than it goes while it is withheld, and nowhere
    /// once it was taken back.
    let reach: Audience
    let kind: DocumentKind
    let stage: StageName?
    let state: DocumentState
    /// As its author chose it, and as far as it goes now.
    let chosen: Audience
    let audience: Audience
    /// The actor's organisation wrote it, as far as the actor may know.
    let isOwn: Bool
    /// Its source is hidden and it is the actor's own: a translation with a name would tell whose it is.
    let isOwnAndHidden: Bool
}

extension Context {
    /// The document that a request names as its original, or 410; nil when it names none.
    func original(_ id: DocumentID?) async throws -> Original? {
        guard let id else { return nil }
        _ = try await visible("select id from document where id = \(id) and state <> 'withdrawn'", as: DocumentID.self)
        return try await standingOriginal(id)
    }

    /// The original of a document that is kept already, locked against being taken back meanwhile; as the system, since it bounds its
    /// translation also when the actor may no longer see it.
    func standingOriginal(_ id: DocumentID?) async throws -> Original? {
        guard let id else { return nil }
        // As the reader: whose a hidden paper is, of one's own house too, is told to nobody who may not know it.
        let isOwn = try await transaction.one(
            "select exists (select from authorship where document = \(id) and organisation = reader_organisation())", as: Bool.self)
        let row = try await asSystem { system in
            try await system.transaction.first(
                """
                select d.review, d.kind, d.stage, d.state, d.chosen_audience, d.audience,
                    case d.state when 'withdrawn' then 0 when 'withheld' then least(d.audience, d.chosen_audience) else d.chosen_audience end,
                    d.source_hidden
                from document d where d.id = \(id) for share
                """, as: (ReviewID, DocumentKind, StageName?, DocumentState, Int, Int, Int, Bool).self)
        }
        return row.map { review, kind, stage, state, chosen, audience, reach, isHidden in
            Original(
                review: review, reach: Audience(rawValue: reach) ?? .own, kind: kind, stage: stage, state: state,
                chosen: Audience(rawValue: chosen) ?? .own, audience: Audience(rawValue: audience) ?? .own, isOwn: isOwn,
                isOwnAndHidden: isOwn && isHidden)
        }
    }

    /// 441 for an instrument that is not under review.
    func require(_ instrument: Instrument?, under review: ReviewRow) throws {
        guard let instrument, !review.instruments.contains(instrument.rawValue) else { return }
        throw Refusal(.ruleKind, "the review is of \(review.instruments.joined(separator: ", "))", at: "instrument")
    }

    /// 441 for a translation that would tell more than its original does.
    func requireTranslatable(_ original: Original?, in review: ReviewID, chosen: Audience, isSourceHidden: Bool) throws {
        guard let original else { return }
        guard original.review == review else {
            throw Refusal(.ruleKind, "a translation belongs to the review of its original", at: "translation_of")
        }
        guard chosen <= original.reach else {
            // In the same words whatever has become of an original that the actor may not see any more.
            throw Refusal(.ruleAudience, "a translation is at most as open as its original is now", at: "audience")
        }
        guard !original.isOwnAndHidden || isSourceHidden else {
            throw Refusal(
                .ruleAudience, "the original's source is hidden: say source=hidden, or name it first with document.open", at: "source")
        }
    }
}
