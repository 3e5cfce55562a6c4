import Postgres
import ReviewModel
import ReviewWire

extension Context {
    /// Hands in a document that is kept already: its state and audience, the obligation it meets, the response it asks for, its receipt.
    func handIn(
        _ document: DocumentID, version: Int, by submission: Submission, chosen: Audience, isSourceHidden: Bool, sha256: String
    ) async throws -> Reply {
        let (audience, state) = submission.audience(chosen: chosen)
        transaction.queue(
            """
            update document set stage = \(submission.stage.rawValue), chosen_audience = \(chosen.rawValue), source_hidden = \(isSourceHidden),
                submitted_at = \(now), received_late = \(submission.isLate)
            where id = \(document)
            """)
        transaction.queue("update document_version set is_draft = false where document = \(document) and number = \(version)")
        Documents.setAudience(of: document, to: audience, state: state, isSourceHidden: isSourceHidden, in: self)
        let review = submission.review
        try await record(
            .documentSubmitted, subject: document.description, review: review.id, document: document, asAuthor: true, after: Digest(argument: sha256))
        if state == .published {
            try await record(.documentPublished, subject: document.description, review: review.id, document: document)
        }
        if case .window(let window) = submission.right {
            try await Obligations.openResponse(
                to: document, audience: audience, sourceHidden: isSourceHidden, window: window, stage: submission.stage, review: review,
                in: self)
        }
        if submission.movesTheReview { try await Progress.run(review, in: self) }
        return .created([
            "id": .string(document.description), "review": .string(review.id.description), "stage": .string(submission.stage.rawValue),
            "version": .int(Int64(version)), "ver": .int(2), "sha256": .string(sha256), "state": .string(state.rawValue),
            "audience": .string(audience.word), "received_at": .string(now.rfc3339), "late": .bool(submission.isLate),
        ])
    }
}
