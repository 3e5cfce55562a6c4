import Crypto
import Postgres
import ReviewModel
import ReviewWire

/// What a version holds: a body of the request, or a finished upload.
enum Content: Sendable {
    case text([UInt8], sha256: String)
    case upload(UploadID, name: String, mediaType: String, bytes: Int, sha256: String)

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
        return .text(octets, sha256: hexadecimal(SHA256.hash(data: octets)))
    }
}

/// Lower-case hexadecimal of a digest.
func hexadecimal(_ octets: some Sequence<UInt8>) -> String {
    octets.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}

/// Versions and their octets.
enum Contents {
    /// The content that a request brings: its body, or the upload that it names; exactly one of them.
    static func given(_ upload: UploadID?, in context: Context) async throws -> Content {
        switch (context.body, upload) {
        case (let body?, nil): return try .text(body)
        case (nil, let upload?): return try await finished(upload, in: context)
        case (nil, nil): throw Refusal(.argumentBodyMissing, "send the text as the body, or name a finished upload=", at: "body")
        case (.some, .some): throw Refusal(.argumentBodyNotTaken, "send a body or upload=, not both", at: "body")
        }
    }

    /// Uses up a complete upload of one's own organisation.
    private static func finished(_ upload: UploadID, in context: Context) async throws -> Content {
        let (name, mediaType, bytes, sha256, state) = try await context.visible(
            "select name, media_type, bytes, sha256, state from upload where id = \(upload) for update",
            as: (String, String, Int, String, String).self)
        switch state {
        case "complete": break
        case "open": throw Refusal(.uploadUnfinished, "the upload is not complete; go on with upload.append", at: "upload")
        default: throw Refusal(.stateWrong, "the upload is \(state); open another", at: "upload")
        }
        context.transaction.queue("update upload set state = 'used' where id = \(upload)")
        return .upload(upload, name: name, mediaType: mediaType, bytes: bytes, sha256: sha256)
    }

    static func insert(_ content: Content, document: DocumentID, number: Int, language: LanguageTag, in context: Context) async throws {
        switch content {
        case .text(let octets, let sha256):
            context.transaction.queue(
                """
                insert into document_version (document, number, language, media_type, sha256, bytes, content, created_at)
                values (\(document), \(number), \(language), 'text/plain; charset=utf-8', \(sha256), \(octets.count), \(octets), \(context.now))
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
