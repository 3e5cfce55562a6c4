import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let documentSubmit = Command(
        "document.submit", "Hand in a document: a draft (document= and if=), or in one step (review=, kind=, lang=, title= and the text).",
        roles: .members, body: .optional("the text, unless document= or upload= names it"),
        arguments: Argument<DocumentID?>("document", "the draft to hand in"), Argument<Version?>("if", "the draft's ver"),
        Argument<ReviewID?>("review", "the review it is for"), Argument<DocumentKind?>("kind", "what it is in the procedure"),
        Argument<LanguageTag?>("lang", "its language"), Argument<Title?>("title", "its title"),
        Argument<Confidentiality?>("audience", "who may see a contribution; open when left out"),
        Argument<Source?>("source", "named, or hidden from everyone but the officer"),
        Argument<Instrument?>("instrument", "when it concerns one instrument only"),
        Argument<DocumentID?>("translation_of", "the document that it translates"),
        Argument<UploadID?>("upload", "a finished upload instead of a body"),
        Argument<Metadata?>("metadata", "accepted: hand it in although the file seems to name its author")
    ) { context, document, version, review, kind, language, title, confidentiality, source, instrument, original, upload, metadata in
        if let document {
            guard let version else { throw Refusal(.argumentMissing, "if= is missing: \(Version.expectation)", at: "if") }
            try refuseWithDraft([
                ("review", review != nil), ("kind", kind != nil), ("upload", upload != nil), ("body", context.body != nil),
            ])
            return try await handIn(draft: document, version, confidentiality, source, metadata, context)
        }
        guard let review else { throw Refusal(.argumentMissing, "name a draft (document=) or a review=", at: "review") }
        guard let kind else { throw Refusal(.argumentMissing, "kind= is missing: \(DocumentKind.expectation)", at: "kind") }
        guard let language else { throw Refusal(.argumentMissing, "lang= is missing: \(LanguageTag.expectation)", at: "lang") }
        guard let title else { throw Refusal(.argumentMissing, "title= is missing: \(Title.expectation)", at: "title") }
        let named = try await Contents.named(upload, in: context)
        // Held before its original is, as whoever takes that back holds them.
        if original != nil { _ = try await context.review(review, movedBy: kind) }
        let translated = try await context.original(original)
        let submission = try await context.submission(of: kind, translating: translated, in: review)
        try await context.requireClearing(submission, clearedVersion: nil, version: 1)
        let content = try Contents.used(named, in: context)
        let isHidden = context.hides(source, kind, in: submission.review)
        let chosen = try submission.chosen(confidentiality, isSourceHidden: isHidden)
        try context.require(instrument, under: submission.review)
        try context.requireTranslatable(translated, in: review, chosen: chosen, isSourceHidden: isHidden)
        if isHidden, metadata != .accepted { try await context.refuseNamedAuthor(in: content) }
        try submission.requireInTime()
        let new = Documents.New(
            review: submission.review, stage: submission.stage, kind: kind, title: title, language: language, instrument: instrument,
            chosen: chosen,
            isSourceHidden: isHidden, answers: nil, translationOf: original, content: content)
        try await Documents.insert(new, in: context)
        return try await context.handIn(
            new.id, version: 1, ver: 1, by: submission, chosen: chosen, isSourceHidden: isHidden, sha256: content.sha256)
    }

    private static func refuseWithDraft(_ given: [(String, Bool)]) throws {
        guard let (name, _) = given.first(where: \.1) else { return }
        throw Refusal(
            .argumentUnknown, "\(name) does not go with document=: the draft has it already; change it with document.amend", at: name)
    }

    private static func handIn(
        draft document: DocumentID, _ version: Version, _ confidentiality: Confidentiality?, _ source: Source?, _ metadata: Metadata?,
        _ context: Context
    ) async throws -> Reply {
        let review = try await context.reviewMoved(by: document)
        try await Translations.lockFamily(of: document, in: context)
        let row = try await context.document(document)
        let standing = try await context.requireAuthor(of: row, in: review)
        // Who may translate what is owed is the submission's to say.
        if row.translationOf == nil { try standing.require(toHandIn: row.kind) }
        try context.require(version, is: row.ver)
        try context.require(row, in: .draft)
        let translated = try await context.standingOriginal(row.translationOf)
        let submission = try await context.submission(of: row.kind, translating: translated, in: row.review)
        try await context.requireClearing(submission, clearedVersion: row.clearedVersion, version: row.version)
        let isHidden = source.map { $0 == .hidden } ?? row.isSourceHidden
        // What was drafted for all to read by name is not thereby meant for them once the source is to be hidden: then the audience is said
        // again, or the experts alone are meant.
        let drafted = isHidden && !row.isSourceHidden ? nil : Confidentiality.allCases.first { $0.audience == row.chosen }
        let isWindow = if case .window = submission.right { true } else { false }
        let chosen = try submission.chosen(confidentiality ?? (isWindow ? drafted : nil), isSourceHidden: isHidden)
        try context.requireTranslatable(translated, in: row.review, chosen: chosen, isSourceHidden: isHidden)
        let sha256 = try await context.transaction.one(
            "select sha256 from document_version where document = \(document) and number = \(row.version)", as: String.self)
        if isHidden, metadata != .accepted {
            try await context.refuseNamedAuthor(in: try await Contents.kept(document, row.version, in: context))
        }
        try submission.requireInTime()
        return try await context.handIn(
            document, version: row.version, ver: row.ver, by: submission, chosen: chosen, isSourceHidden: isHidden, sha256: sha256)
    }
}

/// The contributor's word that it knows what its file says about its author.
package enum Metadata: String, CaseIterable, ArgumentValue {
    case accepted
}

extension Context {
    /// A State's document leaves with its focal point's clearing of that very version, or by the focal point's own hand (442).
    func requireClearing(_ submission: Submission, clearedVersion: Int?, version: Int) async throws {
        if case .window = submission.right { return }
        let standing = try await standing(in: submission.review)
        guard standing.participant.party == .underReview, !standing.functions.contains(.focalPoint), clearedVersion != version else {
            return
        }
        throw Refusal(.stateWrong, "your focal point must clear this version first: keep it with document.draft and ask for document.clear")
    }

    /// Refuses once, before a source is hidden, a file or a text that seems to name its author: RTF, HTML and the like are text too, and come
    /// as a body as well.
    func refuseNamedAuthor(in content: Content) async throws {
        let warnings: [String]
        switch content {
        case .text(let octets, _):
            var inspector = AuthorInspector(mediaType: Content.textType)
            inspector.look(at: octets)
            warnings = inspector.warnings
        case .upload(let upload, _, _, _, _):
            warnings = try await transaction.first("select warnings from upload where id = \(upload)", as: [String].self) ?? []
        }
        guard !warnings.isEmpty else { return }
        throw Refusal(
            .uploadNamesAuthor, "it may name its author (\(warnings.joined(separator: "; "))); clean it, or say metadata=accepted",
            at: "metadata")
    }
}
