import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let uploadCancel = Command(
        "upload.cancel", "Drop an upload and what was sent of it.", roles: .members, arguments: Argument<UploadID>("upload", "which")
    ) { context, upload in
        let (state, bytes) = try await context.visible(
            "select state, bytes from upload where id = \(upload) for update", as: (String, Int).self)
        guard state == "open" || state == "complete" else { throw Refusal(.stateWrong, "the upload is \(state)") }
        context.transaction.queue("delete from upload_chunk where upload = \(upload)")
        context.transaction.queue("update upload set state = 'cancelled' where id = \(upload)")
        try Storage.count(-bytes, in: context)
        try await context.record(.uploadEnded, subject: upload.description, audience: .own)
        return .done(["upload": .string(upload.description), "state": "cancelled"])
    }
}
