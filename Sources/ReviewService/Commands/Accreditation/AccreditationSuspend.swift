import ReviewModel

extension Command {
    static let accreditationSuspend = Command(
        "accreditation.suspend", "Suspend an accreditation, with a published reason; granting it again ends that.", roles: [.secretariat],
        arguments: Argument<AccreditationID>("accreditation"), Argument<Version>("if"), Argument<Reason>("reason")
    ) { context, id, version, reason in
        try await context.decide(id, at: version, from: .accredited, to: .suspended, because: reason, .accreditationSuspended)
    }
}
