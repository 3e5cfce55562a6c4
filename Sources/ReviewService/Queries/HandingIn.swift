import Postgres
import ReviewModel
import ReviewWire

extension Context {
    /// Hands in a document that is kept already and has the version `ver`: its state and audience, the obligation it meets, the response it asks for, its receipt.
    func handIn(
        _ document: DocumentID, version: Int, ver: Int, by submission: Submission, chosen: Audience, isSourceHidden: Bool, sha256: String
    ) async throws -> Reply {
        let (audience, state) = submission.audience(chosen: chosen)
        transaction.queue(
            """
            update document set stage = \(submission.stage.rawValue), chosen_audience = \(chosen.rawValue), source_hidden = \(isSourceHidden),
                submitted_at = \(now), received_late = \(submission.isLate)
            where id = \(document)
            """)
        // To its readers a version is made when it is handed in: when it was written is its author's to know.
        transaction.queue(
            "update document_version set is_draft = false, created_at = \(now) where document = \(document) and number = \(version)")
        Documents.setAudience(of: document, to: audience, state: state, isSourceHidden: isSourceHidden, in: self)
        let review = submission.review
        try await record(
            .documentSubmitted, subject: document.description, review: review.id, document: document, asAuthor: true,
            after: Digest(argument: sha256))
        if state == .published {
            try await record(.documentPublished, subject: document.description, review: review.id, document: document, asAuthor: true)
        }
        if case .window(let window) = submission.right {
            try await Obligations.openResponse(
                to: document, audience: audience, sourceHidden: isSourceHidden, window: window, stage: submission.stage, review: review,
                in: self)
        }
        var stood = (ver: ver + 1, state: state, audience: audience)
        if submission.movesTheReview {
            try await Progress.run(review, in: self)
            // The review may have moved on with it, and published it.
            stood = try await stand(of: document)
        }
        return .created([
            "id": .string(document.description), "review": .string(review.id.description), "stage": .string(submission.stage.rawValue),
            "version": .int(Int64(version)), "ver": .int(Int64(stood.ver)), "sha256": .string(sha256),
            "state": .string(stood.state.rawValue), "audience": .string(stood.audience.word), "received_at": .string(now.rfc3339),
            "late": .bool(submission.isLate),
        ])
    }

    /// Version, state and audience of a document of one's own, as this transaction leaves them.
    func stand(of document: DocumentID) async throws -> (ver: Int, state: DocumentState, audience: Audience) {
        let (ver, state, rank) = try await transaction.one(
            "select ver, state, audience from document where id = \(document)", as: (Int, DocumentState, Int).self)
        return (ver, state, Audience(rawValue: rank) ?? .own)
    }
}
