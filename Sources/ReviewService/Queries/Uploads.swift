import Crypto
import Postgres
import ReviewModel
import ReviewWire

/// Files on their way in.
enum Uploads {
    /// Unfinished uploads end after seven days; looked at whenever the organisation opens another.
    static func expire(_ organisation: String, in context: Context) async throws {
        context.transaction.queue(
            """
            with ended as (
                update upload set state = 'cancelled'
                where organisation = \(organisation) and state in ('open', 'complete') and expires_at <= \(context.now) returning id, bytes
            ), freed as (
                delete from upload_chunk where upload in (select id from ended)
            )
            select count_octets(\(organisation), -sum(bytes)::bigint, 0) from ended having count(*) > 0
            """)
    }

    /// Checks the digest chunk by chunk, in constant memory.
    static func finish(_ upload: UploadID, bytes: Int, sha256: Digest, mediaType: String, in context: Context) async throws -> Reply {
        let offsets = try await context.transaction.all("select at from upload_chunk where upload = \(upload) order by at", as: Int.self)
        var hash = SHA256()
        var inspector = AuthorInspector(mediaType: mediaType)
        for at in offsets {
            let octets =
                try await context.transaction.bytes("select content from upload_chunk where upload = \(upload) and at = \(at)") ?? []
            hash.update(data: octets)
            inspector.look(at: octets)
        }
        guard Hex.encode(hash.finalize()) == sha256.text else {
            throw Refusal(.uploadDigest, "what arrived is not what was announced: cancel this upload (upload.cancel) and open another")
        }
        let warnings = inspector.warnings
        context.transaction.queue("update upload set state = 'complete', warnings = \(warnings) where id = \(upload)")
        return .done([
            "upload": .string(upload.description), "at": .int(Int64(bytes)), "complete": true, "sha256": .string(sha256.text),
            "warnings": .array(warnings.map { .string($0) }),
        ])
    }
}
