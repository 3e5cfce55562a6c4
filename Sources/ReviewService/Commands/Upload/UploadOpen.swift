import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let uploadOpen = Command(
        "upload.open", "Begin to send a file in chunks; a lost connection goes on at the offset.", roles: .members,
        arguments: Argument<FileName>("name", "its name; of a hidden source only you, your CSO or NHRI, and the officer see it"),
        Argument<MediaType>("type", "its media type"), Argument<Int>("size", "its octets"), Argument<Digest>("sha256", "its SHA-256")
    ) { context, name, type, size, digest in
        guard !name.text.contains(where: { "/\\\n\t".contains($0) }) else {
            throw Refusal(.argumentMalformed, "name= is a file's name, without a folder", at: "name")
        }
        let limits = context.service.limits
        guard size >= 1 else { throw Refusal(.argumentRange, "size= is 1 or more octets", at: "size") }
        guard size <= limits.uploadBytesMax else {
            throw Refusal(.uploadTooLarge, "size= is 1 to \(limits.uploadBytesMax) octets", at: "size")
        }
        let organisation = try context.organisation
        try await Uploads.expire(of: organisation, in: context)
        // Locked so that two uploads that open together do not both see the last of the quota.
        context.transaction.queue("select pg_advisory_xact_lock(hashtextextended(\(organisation), 7118))")
        let used = try await context.transaction.one(
            """
            select coalesce(sum(bytes), 0)::bigint from upload u
            where organisation = \(organisation) and (state in ('open', 'complete') or state = 'used' and exists (
                select from document_version v join document d on d.id = v.document where v.upload = u.id and d.state = 'draft'))
            """, as: Int.self)
        guard used + size <= limits.uploadsPendingBytesMax else {
            throw Refusal(
                .uploadQuota,
                "\(used) of \(limits.uploadsPendingBytesMax) octets are in use; hand in or withdraw a draft, or cancel an upload",
                at: "size")
        }
        try Storage.count(size, in: context)
        let id = UploadID.random()
        context.transaction.queue(
            """
            insert into upload (id, account, organisation, name, media_type, bytes, sha256, opened_at, expires_at)
            values (\(id), \(try context.account), \(organisation), \(name), \(type), \(size), \(digest), \(context.now),
                \(context.now)::timestamptz + interval '7 days')
            """)
        try await context.record(.uploadOpened, subject: id.description, audience: .own)
        return .created(["upload": .string(id.description), "at": 0])
    }
}

package enum FileNameBound: TextBound { package static let charactersMax = 255 }
/// A file's own name.
package typealias FileName = BoundedText<FileNameBound>

/// A media type (RFC 6838) without parameters.
package struct MediaType: ArgumentValue, PostgresValue {
    package let text: String

    package static var expectation: String { "a media type such as application/pdf" }

    package init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, argument.utf8.count <= 127,
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"(),/:;<=>?@[\\]".utf8.contains($0) } })
        else { return nil }
        text = argument.lowercased()
    }

    package var postgresParameter: SQLParameter { .text(text) }

    package init(postgresText: String?) throws { text = try String(postgresText: postgresText) }
}
