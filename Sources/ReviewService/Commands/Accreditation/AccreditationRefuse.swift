import ReviewModel

extension Command {
    static let accreditationRefuse = Command(
        "accreditation.refuse", "Refuse an application, with a published reason.", roles: [.secretariat],
        arguments: Argument<AccreditationID>("accreditation"), Argument<Version>("if"), Argument<Reason>("reason")
    ) { context, id, version, reason in
        try await context.decide(id, at: version, from: .applied, to: .refused, because: reason, .accreditationRefused)
    }
}
