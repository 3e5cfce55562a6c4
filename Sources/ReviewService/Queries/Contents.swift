import Crypto
import Postgres
import ReviewModel
import ReviewWire

/// What a version holds: a body of the request, or a finished upload.
enum Content: Sendable {
    case text([UInt8], sha256: String)
    case upload(UploadID, name: String, mediaType: String, bytes: Int, sha256: String)

    /// What a body is, whatever else it may be besides.
    static let textType = "text/plain; charset=utf-8"

    var sha256: String {
        switch self {
        case .text(_, let sha256), .upload(_, _, _, _, let sha256): sha256
        }
    }

    /// Nil for a text, which has no name of its author's making.
    var fileName: String? { if case .upload(_, let name, _, _, _) = self { name } else { nil } }

    /// Octets of UTF-8 text without NUL, else 501.
    static func text(_ octets: [UInt8]) throws -> Content {
        guard !octets.isEmpty, !octets.contains(0), String(validating: octets, as: UTF8.self) != nil else {
            throw Refusal(.argumentBodyMalformed, "the body must be UTF-8 text without NUL; send other files with upload.open", at: "body")
        }
        return .text(octets, sha256: Hex.encode(SHA256.hash(data: octets)))
    }
}

/// Versions and their octets.
enum Contents {
    /// What a request names as its content, found but not yet judged: its absence is told before any other rule, its state after.
    struct Named: Sendable {
        fileprivate let content: Content
        fileprivate let uploadState: String?
    }

    /// The body of the request, or the upload of one's own organisation that it names; exactly one of them.
    static func named(_ upload: UploadID?, in context: Context) async throws -> Named {
        switch (context.body, upload) {
        case (let body?, nil): return Named(content: try .text(body), uploadState: nil)
        case (nil, let upload?): return try await found(upload, in: context)
        case (nil, nil): throw Refusal(.argumentBodyMissing, "send the text as the body, or name a finished upload=", at: "body")
        case (.some, .some): throw Refusal(.argumentBodyNotTaken, "send a body or upload=, not both", at: "body")
        }
    }

    private static func found(_ upload: UploadID, in context: Context) async throws -> Named {
        let (name, mediaType, bytes, sha256, state) = try await context.visible(
            """
            select name, media_type, bytes, sha256, state from upload
            where id = \(upload) and (state = 'used' or expires_at > \(context.now)) for update
            """, as: (String, String, Int, String, String).self)
        return Named(content: .upload(upload, name: name, mediaType: mediaType, bytes: bytes, sha256: sha256), uploadState: state)
    }

    /// The content, an upload being used up by it; 442 when that is not complete.
    static func used(_ named: Named, in context: Context) throws -> Content {
        guard case .upload(let upload, _, _, _, _) = named.content else { return named.content }
        switch named.uploadState {
        case "complete": break
        case "open": throw Refusal(.uploadUnfinished, "the upload is not complete; go on with upload.append", at: "upload")
        default: throw Refusal(.stateWrong, "the upload is \(named.uploadState ?? "gone"); open another", at: "upload")
        }
        context.transaction.queue("update upload set state = 'used' where id = \(upload)")
        return named.content
    }

    /// What a version of one's own holds that is kept already.
    static func kept(_ document: DocumentID, _ number: Int, in context: Context) async throws -> Content {
        let version: SQL =
            "from document_version v left join upload u on u.id = v.upload where v.document = \(document) and v.number = \(number)"
        let (upload, name, mediaType, bytes, sha256) = try await context.transaction.one(
            "select v.upload, u.name, v.media_type, v.bytes, v.sha256 " + version, as: (UploadID?, String?, String, Int, String).self)
        if let upload { return .upload(upload, name: name ?? "", mediaType: mediaType, bytes: bytes, sha256: sha256) }
        return .text(try await context.transaction.bytes("select v.content " + version) ?? [], sha256: sha256)
    }

    static func insert(_ content: Content, document: DocumentID, number: Int, language: LanguageTag, in context: Context) async throws {
        switch content {
        case .text(let octets, let sha256):
            // An upload was counted when it was opened.
            try Storage.count(octets.count, in: context)
            context.transaction.queue(
                """
                insert into document_version (document, number, language, media_type, sha256, bytes, content, created_at)
                values (\(document), \(number), \(language), \(Content.textType), \(sha256), \(octets.count), \(octets), \(context.now))
                """)
        case .upload(let upload, _, let mediaType, let bytes, let sha256):
            context.transaction.queue(
                """
                insert into document_version (document, number, language, media_type, sha256, bytes, upload, created_at)
                values (\(document), \(number), \(language), \(mediaType), \(sha256), \(bytes), \(upload), \(context.now))
                """)
        }
    }
}
