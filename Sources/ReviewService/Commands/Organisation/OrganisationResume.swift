extension Command {
    static let organisationResume = Command(
        "organisation.resume", "Let a suspended organisation take part again.", roles: [.secretariat],
        arguments: Argument<Slug>("organisation", "its short name"), Argument<Version>("if")
    ) { context, name, version in
        try await Organisations.change(name, from: "suspended", to: "active", because: nil, version, .organisationResumed, in: context)
    }
}
