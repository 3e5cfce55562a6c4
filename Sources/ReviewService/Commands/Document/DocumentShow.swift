import Postgres
import ReviewModel

extension Command {
    static let documentShow = Command.read(
        "document.show", "One document without its content.", arguments: Argument<DocumentID>("document", "which")
    ) { reader, document in
        try await reader.one(
            """
            select shown.*, v.media_type, v.sha256, v.bytes, a.file_name,
                exists (select from document r where r.answers = shown.id and r.state in ('submitted', 'published')) as answered
            from (\(DocumentColumns.select)) shown
                join document_version v on v.document = shown.id and v.number = shown.version
                left join authorship a on a.document = shown.id
            where shown.id = \(document)
            """)
    }
}
