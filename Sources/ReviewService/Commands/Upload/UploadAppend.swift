import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let uploadAppend = Command(
        "upload.append", "Send the next octets of a file; the last ones check its size and digest.", roles: .members,
        body: .required("the octets at that offset"),
        arguments: Argument<UploadID>("upload", "which"), Argument<Int>("at", "the offset of the first octet")
    ) { context, upload, at in
        let octets = context.body ?? []
        let atLeast = context.service.limits.uploadAppendBytesMin
        let (received, bytes, sha256, mediaType, state) = try await context.visible(
            """
            select received, bytes, sha256, media_type, state from upload
            where id = \(upload) and expires_at > \(context.now) for update
            """, as: (Int, Int, Digest, String, String).self)
        // Before its state: octets that a lost line brought after all may have been the last ones, and whoever sends them again is told so.
        guard at == received else {
            throw Refusal(.uploadOffset, "go on at \(received)", detail: [("at", .int(Int64(received)))])
        }
        guard state == "open" else { throw Refusal(.stateWrong, "the upload is \(state)") }
        let missing = bytes - received
        guard octets.count <= missing else {
            throw Refusal(.uploadSize, "\(missing) octets are missing, and \(octets.count) came", at: "body")
        }
        guard octets.count >= min(missing, atLeast) else {
            throw Refusal(.uploadSize, "send all \(missing) octets that are missing, or at least \(atLeast) of them", at: "body")
        }
        let end = received + octets.count
        context.transaction.queue("insert into upload_chunk (upload, at, content) values (\(upload), \(at), \(octets))")
        context.transaction.queue("update upload set received = \(end) where id = \(upload)")
        guard end == bytes else { return .done(["upload": .string(upload.description), "at": .int(Int64(end))]) }
        return try await Uploads.finish(upload, bytes: bytes, sha256: sha256, mediaType: mediaType, in: context)
    }
}
