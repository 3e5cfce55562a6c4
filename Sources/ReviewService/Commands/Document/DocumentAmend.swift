import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let documentAmend = Command(
        "document.amend", "Replace the text of a draft by a new version; every version is kept.", roles: .members,
        body: .optional("the new text, unless upload= names a finished upload"),
        arguments: Argument<DocumentID>("document", "the draft"), Argument<Version>("if", "its ver"),
        Argument<Title?>("title", "a new title"), Argument<LanguageTag?>("lang", "its language now"),
        Argument<UploadID?>("upload", "a finished upload instead of a body")
    ) { context, document, version, title, language, upload in
        let named = try await Contents.named(upload, in: context)
        let review = try await context.sharedReview(of: document)
        let row = try await context.document(document)
        try await context.requireAuthor(of: row, in: review)
        try context.require(version, is: row.ver)
        try context.require(row, in: .draft)
        let content = try Contents.used(named, in: context)
        let (spoken, before) = try await context.transaction.one(
            """
            update document set version = version + 1, ver = ver + 1, cleared_version = null, title = coalesce(\(title), title),
                language = coalesce(\(language), language)
            where id = \(document)
            returning language, (select sha256 from document_version where document = \(document) and number = \(row.version))
            """, as: (LanguageTag, String).self)
        context.transaction.queue("update authorship set file_name = \(content.fileName) where document = \(document)")
        try await Contents.insert(content, document: document, number: row.version + 1, language: spoken, in: context)
        try await context.record(
            .documentAmended, subject: document.description, review: row.review, document: document, asAuthor: true,
            before: Digest(argument: before), after: Digest(argument: content.sha256))
        return .done([
            "id": .string(document.description), "ver": .int(Int64(row.ver + 1)), "version": .int(Int64(row.version + 1)),
            "sha256": .string(content.sha256),
        ])
    }
}
