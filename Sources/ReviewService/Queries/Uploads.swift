import Crypto
import Postgres
import ReviewModel
import ReviewWire

/// Files on their way in.
enum Uploads {
    /// Ends what nobody handed in within its seven days, and gives its room back: of one organisation that needs the room now, or of all.
    static func expire(of organisation: String? = nil, in context: Context) async throws {
        try await context.asSystem { system in
            let ended = try await system.transaction.all(
                """
                update upload set state = 'cancelled'
                where state in ('open', 'complete') and expires_at <= \(context.now)
                    and (\(organisation)::text is null or organisation = \(organisation))
                returning id, organisation, account, bytes
                """, as: (UploadID, String, AccountID, Int).self)
            for (id, organisation, account, bytes) in ended {
                system.transaction.queue("delete from upload_chunk where upload = \(id)")
                system.transaction.queue("select count_octets(\(organisation), \(account), \(-bytes), 0)")
                try await system.record(.uploadEnded, subject: id.description, audience: .own)
            }
        }
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
