import Postgres
import ReviewModel
import ReviewWire

/// A document as a changing verb sees it, locked; who wrote it only where authorship is visible to the actor.
struct DocumentRow: Sendable {
    let id: DocumentID
    let review: ReviewID
    let stage: StageName?
    let kind: DocumentKind
    let state: DocumentState
    let chosen: Audience
    let audience: Audience
    let instrument: Instrument?
    let isSourceHidden: Bool
    let answers: DocumentID?
    let translationOf: DocumentID?
    let version: Int
    let clearedVersion: Int?
    let ver: Int
    let wasPublished: Bool
    let authorOrganisation: String?
    let authorAccount: AccountID?
    /// Whether something stands in public in its place.
    let hasPlaceholder: Bool

    /// Whether the public has seen it, or the placeholder in its place.
    var hadPublicPlace: Bool { wasPublished || hasPlaceholder }
}

extension Context {
    /// The document for update, or 410.
    func document(_ id: DocumentID) async throws -> DocumentRow {
        let row = try await visible(
            """
            select d.review, d.stage, d.kind, d.state, d.chosen_audience, d.audience, d.source_hidden, d.answers, d.translation_of,
                d.version, d.cleared_version, d.ver, d.published_at is not null, a.organisation,
                a.account, d.instrument, exists (select from placeholder p where p.document = d.id)
            from document d left join authorship a on a.document = d.id
            where d.id = \(id) for update of d
            """,
            as: (
                ReviewID, String?, DocumentKind, DocumentState, Int, Int, Bool, DocumentID?, DocumentID?, Int, Int?, Int, Bool, String?,
                AccountID?, Instrument?, Bool
            ).self)
        guard let chosen = Audience(rawValue: row.4), let audience = Audience(rawValue: row.5) else { throw Refusal(.thingAbsent) }
        return DocumentRow(
            id: id, review: row.0, stage: row.1.map { StageName($0) }, kind: row.2, state: row.3, chosen: chosen, audience: audience,
            instrument: row.15, isSourceHidden: row.6, answers: row.7, translationOf: row.8, version: row.9, clearedVersion: row.10,
            ver: row.11,
            wasPublished: row.12, authorOrganisation: row.13, authorAccount: row.14, hasPlaceholder: row.16)
    }

    /// 443 with a conflict of interest, then 431 unless the actor speaks for the organisation that wrote the document. For what was handed in
    /// that is whoever could hand it in as well, but for experts, who speak for themselves; of civil society, whose people have no functions,
    /// everybody. A contribution stays its writer's; what a function owes, and an answer, are not taken back by who holds it no more.
    @discardableResult
    func requireAuthor(of document: DocumentRow, in review: ReviewRow) async throws -> Standing {
        let standing = try await standing(in: review)
        try standing.requireNoConflict()
        guard let organisation = actor.organisation, document.authorOrganisation == organisation else {
            throw Refusal(.sessionFunction, "only the organisation that wrote the document may do this")
        }
        let isWriter = document.authorAccount == actor.account
        let isTheirs = isWriter && (document.translationOf != nil || !review.procedure.isOfAFunction(document.kind))
        let isOneOfThem = (isWriter || actor.role != .expert) && standing.handsIn(document.kind)
        guard document.state == .draft || isTheirs || isOneOfThem || actor.role == .cso else {
            throw Refusal(.sessionFunction, "only who wrote the document, or who could have handed it in, may do this")
        }
        return standing
    }

    /// 441 for a response, which is as public as what it answers and no thing of its own.
    func requireNoResponse(_ document: DocumentRow) throws {
        guard document.kind != .response else {
            throw Refusal(.ruleAudience, "a response is as public as what it answers; this goes with that document")
        }
    }

    /// 442 unless the document is in one of `states`.
    func require(_ document: DocumentRow, in states: DocumentState...) throws {
        guard states.contains(document.state) else {
            let allowed = states.map(\.rawValue).joined(separator: " or ")
            throw Refusal(.stateWrong, "the document is \(document.state.rawValue); this needs one that is \(allowed)")
        }
    }
}
