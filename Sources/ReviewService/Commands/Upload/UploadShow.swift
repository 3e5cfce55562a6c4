import Postgres
import ReviewModel

extension Command {
    static let uploadShow = Command.read(
        "upload.show", "Where an upload stands: at is the offset to go on with.", roles: .members,
        arguments: Argument<UploadID>("upload", "which")
    ) { reader, upload in
        try await reader.one("\(UploadColumns.select) where id = \(upload)")
    }
}

/// What is shown of uploads: to who sent them, and to all of a CSO or NHRI.
enum UploadColumns {
    static let select: SQL = """
        select id as upload, name, media_type as type, bytes as size, sha256, received as at, state, to_jsonb(warnings) as warnings,
            opened_at, expires_at
        from upload
        """
}
