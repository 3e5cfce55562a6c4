import ReviewModel
import ReviewWire

/// Taking a document back: a contributor controls what was contributed, in every language (DOMAIN §5).
enum Withdrawal {
    /// From now on it is its writer's only, and nobody owes an answer to it.
    static func take(_ document: DocumentRow, because reason: Reason, in system: Context) async throws {
        system.transaction.queue("update document set withdrawn_at = \(system.now) where id = \(document.id)")
        try await Documents.move(document.id, to: .own, state: .withdrawn, isSourceHidden: document.isSourceHidden, in: system)
        // What was never public leaves nothing behind: a placeholder would say that it had been there.
        if document.hadPublicPlace {
            try await Placeholders.put(document, state: .withdrawn, reason: reason, until: nil, in: system)
        }
        try await Obligations.void(responseTo: document.id, in: system)
    }

    /// With it goes whatever says the same in another language, whoever wrote it: a translation that stayed would make the withdrawal vain.
    static func takeTranslations(of document: DocumentID, because reason: Reason, in context: Context) async throws {
        try await context.asSystem { system in
            for translation in try await Translations.handedIn(of: document, in: system) {
                try await take(translation, because: reason, in: system)
                let id = translation.id
                try await system.record(.documentWithdrawn, subject: id.description, review: translation.review, document: id)
            }
        }
    }
}
