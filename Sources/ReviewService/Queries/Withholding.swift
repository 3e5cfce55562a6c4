import Postgres
import ReviewModel
import ReviewWire

/// Keeping a document from the public for a time, and with it whatever repeats what it says: its responses and its translations.
enum Withholding {
    /// How far the readers go while it lasts, why, and until when.
    struct Terms: Sendable {
        let audience: Audience
        let reason: Reason
        let until: Instant
    }

    /// Withholds a document that is or becomes public; as the system, since not everything that follows need be visible to who does it.
    static func begin(_ document: DocumentRow, _ terms: Terms, of review: ReviewRow, in context: Context) async throws {
        try await context.asSystem { system in
            // What nobody outside its audience knew of, with a source that is hidden, leaves no placeholder that would tell of it.
            let isKnown = document.wasPublished || document.chosen == .public && !document.isSourceHidden
            try await keep(document, terms, with: nil, isKnown: isKnown, of: review, system)
            Schedule.wake(review.id, by: terms.until, in: system)
            for translation in try await Translations.handedIn(of: document.id, in: system) {
                let id = translation.id
                switch translation.state {
                case .submitted where translation.audience > terms.audience || translation.chosen == .public, .published:
                    // Nor does a translation that bears a name, whose placeholder would say why the original is kept.
                    let isToBe = isKnown && translation.chosen == .public && !translation.isSourceHidden
                    try await keep(
                        translation, terms, with: document.id, isKnown: translation.wasPublished || isToBe, of: review, system)
                    try await system.record(.documentWithheld, subject: id.description, review: review.id, document: id)
                case .withheld: try await tighten(translation, terms, system)
                default: continue
                }
            }
        }
    }

    private static func keep(
        _ document: DocumentRow, _ terms: Terms, with original: DocumentID?, isKnown: Bool, of review: ReviewRow, _ system: Context
    ) async throws {
        system.transaction.queue(
            "update document set withheld_until = \(terms.until), withheld_with = \(original) where id = \(document.id)")
        let audience = min(document.audience, terms.audience)
        try await Documents.move(document.id, to: audience, state: .withheld, isSourceHidden: document.isSourceHidden, in: system)
        if isKnown {
            try await Placeholders.put(document, state: .withheld, reason: terms.reason, until: terms.until, in: system)
        }
        try await Obligations.reassign(responseTo: document.id, audience: audience, of: review, in: system)
    }

    /// A translation that is withheld for a reason of its own stays so, for no more readers and no shorter than its original.
    private static func tighten(_ translation: DocumentRow, _ terms: Terms, _ system: Context) async throws {
        let (id, until) = (translation.id, terms.until)
        system.transaction.queue(
            "update document set withheld_until = greatest(withheld_until, \(until)::timestamptz) where id = \(id)")
        system.transaction.queue("update placeholder set until = greatest(until, \(until)::timestamptz) where document = \(id)")
        let audience = min(translation.audience, terms.audience)
        try await Documents.move(id, to: audience, state: .withheld, isSourceHidden: translation.isSourceHidden, in: system)
    }

    /// 441 for what follows an original that is withheld, or withdrawn.
    static func requireOriginalIsFree(_ document: DocumentID, in context: Context) async throws {
        let isBound = try await context.asSystem { system in
            try await system.transaction.one("select \(waitsForOriginal) from document d where d.id = \(document)", as: Bool.self)
        }
        guard !isBound else {
            throw Refusal(.ruleAudience, "its original is withheld or withdrawn; this comes back with that document only")
        }
    }

    /// Of a document `d`: its original, or the one that it was withheld with, is withheld, or was taken back for good.
    private static let waitsForOriginal: SQL = """
        exists (select from document o where o.id in (d.translation_of, d.withheld_with) and o.state in ('withheld', 'withdrawn'))
        """

    /// Ends it: the document and the translations that were withheld with it go as far as they went before they were public, and their
    /// stage makes them public again.
    static func end(_ document: DocumentID, of review: ReviewRow, in context: Context) async throws {
        try await context.asSystem { system in
            let ended = try await system.transaction.all(
                """
                select id, kind, stage, chosen_audience, source_hidden from document
                where id = \(document) or withheld_with = \(document) and state = 'withheld' for update
                """, as: (DocumentID, DocumentKind, StageName?, Int, Bool).self)
            for (id, kind, stage, chosen, isSourceHidden) in ended {
                let reach = review.procedure.owed(kind, in: stage)?.audience ?? .stakeholders
                let audience = min(reach, Audience(rawValue: chosen) ?? .own)
                try await Documents.move(id, to: audience, state: .submitted, isSourceHidden: isSourceHidden, in: system)
                system.transaction.queue("update document set withheld_with = null where id = \(id)")
                Placeholders.remove(id, in: system)
                try await context.record(.documentReleased, subject: id.description, review: review.id, document: id)
            }
        }
    }

    /// Ends what is withheld until a moment that has come. What follows another document waits for that.
    static func endDue(_ review: ReviewRow, in system: Context) async throws {
        while let id = try await system.transaction.first(
            """
            select d.id from document d
            where d.review = \(review.id) and d.state = 'withheld' and d.kind <> 'response' and d.withheld_until <= \(system.now)
                and not \(waitsForOriginal)
            limit 1
            """, as: DocumentID.self)
        {
            try await end(id, of: review, in: system)
        }
    }
}
