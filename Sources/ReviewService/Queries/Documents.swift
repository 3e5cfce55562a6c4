import Postgres
import ReviewModel
import ReviewWire

/// Changes of documents that several verbs share; the one place where a document's audience and its authorship's are set.
package enum Documents {
    /// A new document with its first version.
    struct New: Sendable {
        let id = DocumentID.random()
        let review: ReviewRow
        let stage: StageName?
        let kind: DocumentKind
        let title: Title
        let language: LanguageTag
        let instrument: Instrument?
        let chosen: Audience
        let isSourceHidden: Bool
        let answers: DocumentID?
        let translationOf: DocumentID?
        let content: Content
    }

    /// Keeps a draft: its audience and its authorship's are `own`, and what repeats another's words is its writer's alone.
    static func insert(_ new: New, in context: Context) async throws {
        let transaction = context.transaction
        transaction.queue(
            """
            insert into document (id, review, stage, kind, state, title, language, instrument, chosen_audience, audience, source_hidden,
                answers, translation_of)
            values (\(new.id), \(new.review.id), \(new.stage?.rawValue), \(new.kind), 'draft', \(new.title), \(new.language), \(new.instrument),
                \(new.chosen.rawValue), 0, \(new.isSourceHidden), \(new.answers), \(new.translationOf))
            """)
        transaction.queue(
            """
            insert into authorship (document, review, instrument, account, organisation, file_name, is_personal, created_at, audience)
            values (\(new.id), \(new.review.id), \(new.instrument), \(try context.account), \(try context.organisation),
                \(new.content.fileName), \(try isPersonal(new, in: context)), \(context.now), 0)
            """)
        try await Contents.insert(new.content, document: new.id, number: 1, language: new.language, in: context)
        try await context.record(.documentDrafted, subject: new.id.description, review: new.review.id, document: new.id, asAuthor: true)
    }

    /// An answer, and a translation of what is not its organisation's own: a colleague may not be allowed to see what it repeats. In the
    /// secretariat nothing that was handed in is the organisation's own, nor what its officer takes in for somebody, and the experts of a
    /// roster belong to nobody but themselves.
    private static func isPersonal(_ new: New, in context: Context) throws -> SQL {
        let isSomebodyElses = context.actor.isSecretariat && (new.translationOf != nil || !new.review.procedure.isOfAFunction(new.kind))
        guard new.answers == nil, !isSomebodyElses else { return "true" }
        let organisation = try context.organisation
        let isOfRoster: SQL = "exists (select from organisation g where g.id = \(organisation) and g.class = 'expert')"
        guard let original = new.translationOf else { return isOfRoster }
        return """
            not exists (select from authorship o
                        where o.document = \(original) and o.organisation = \(organisation) and not o.is_personal)
                or \(isOfRoster)
            """
    }

    /// Sets who may see a document, and with it who may see its author: the officer alone while the source is hidden.
    static func setAudience(
        of document: DocumentID, to audience: Audience, state: DocumentState, isSourceHidden: Bool, in context: Context
    ) {
        context.transaction.queue(
            """
            update document set state = \(state), audience = \(audience.rawValue), ver = ver + 1,
                withheld_until = case when \(state)::text = 'withheld' then coalesce(withheld_until, 'infinity') end,
                published_at = case when \(state)::text = 'published' then coalesce(published_at, \(context.now)::timestamptz) else published_at end
            where id = \(document)
            """)
        let author = isSourceHidden ? min(audience, .officer) : audience
        context.transaction.queue("update authorship set audience = \(author.rawValue) where document = \(document)")
    }

    /// Only drafts are common to the secretariat: what it takes back must not become one of them. As the system, since whoever does it need
    /// not see it afterwards.
    static func keepToWriter(_ document: DocumentID, in context: Context) async throws {
        guard context.actor.isSecretariat else { return }
        try await context.asSystem { system in
            system.transaction.queue("update authorship set is_personal = true where document = \(document)")
        }
    }

    /// Moves a document that has been handed in to other readers, and the responses to it with it.
    ///
    /// As the system: whoever may do it need not see the document afterwards, nor every response to it before.
    static func move(
        _ document: DocumentID, to audience: Audience, state: DocumentState, isSourceHidden: Bool, in context: Context
    ) async throws {
        try await context.asSystem { system in
            setAudience(of: document, to: audience, state: state, isSourceHidden: isSourceHidden, in: system)
            try await letResponsesFollow(document, to: audience, state: state, in: system)
            Retraction.run(document, in: system)
        }
    }

    /// A response is seen by those who see what it answers and by no one else; of what was withdrawn, by its author and the officer.
    private static func letResponsesFollow(
        _ document: DocumentID, to audience: Audience, state: DocumentState, in system: Context
    ) async throws {
        let isGone = state == .withdrawn
        let (audience, state): (Audience, DocumentState) = isGone ? (.officer, .submitted) : (audience, state)
        let following = try await system.transaction.all(
            """
            update document r set chosen_audience = case when \(isGone)::bool then 1 else d.chosen_audience end,
                withheld_until = coalesce(d.withheld_until, r.withheld_until)
            from document d
            where d.id = \(document) and r.answers = d.id and r.kind = 'response' and r.state in ('submitted', 'published', 'withheld')
                and (r.audience <> \(audience.rawValue) or r.state <> \(state))
            returning r.id, r.review
            """, as: (DocumentID, ReviewID).self)
        for (response, review) in following {
            setAudience(of: response, to: audience, state: state, isSourceHidden: false, in: system)
            let event: EventName =
                switch state {
                case .published: .documentPublished
                case .withheld: .documentWithheld
                case .submitted where isGone: .documentWithdrawn
                default: .documentOpened
                }
            try await system.record(event, subject: response.description, review: review, document: response)
        }
    }

    /// Of a row of `document`: it translates nothing that its contributor has taken back.
    static let isFree: SQL = """
        (translation_of is null or exists (
            select from document original where original.id = document.translation_of and original.state <> 'withdrawn'))
        """

    /// Publishes what was handed in during a stage and may become public; for the stage engine, as system.
    package static func publish(review: ReviewRow, stage: StageName, kind: DocumentKind, in context: Context) async throws {
        // A response never becomes public before what it answers, and goes with it when that does.
        let ready = try await context.transaction.all(
            """
            select id, source_hidden from document
            where review = \(review.id) and stage = \(stage.rawValue) and kind = \(kind) and state = 'submitted' and chosen_audience = 5
                and (answers is null or exists (select from document d where d.id = document.answers and d.state = 'published'))
                and \(isFree)
            for update
            """, as: (DocumentID, Bool).self)
        for (id, isSourceHidden) in ready {
            try await move(id, to: .public, state: .published, isSourceHidden: isSourceHidden, in: context)
            try await context.record(.documentPublished, subject: id.description, review: review.id, document: id)
        }
    }
}
