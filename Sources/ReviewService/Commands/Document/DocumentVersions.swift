import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let documentVersions = Command.read(
        "document.versions", "The versions of a document that you may see, oldest first.",
        arguments: Argument<DocumentID>("document", "which")
    ) { reader, document in
        let tables = try await reader.tables(
            "select from document where id = \(document)",
            """
            select v.number as version, v.language, v.media_type, v.bytes, v.sha256, v.created_at, v.is_draft as draft, c.cleared_at
            from document_version v left join clearance_step c on c.document = v.document and c.version = v.number
            where v.document = \(document) order by v.number
            """)
        guard tables[0].count > 0 else { throw Refusal(.thingAbsent) }
        return .rows(tables[1], count: tables[1].count, next: nil)
    }
}
