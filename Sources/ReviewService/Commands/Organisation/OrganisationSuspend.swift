extension Command {
    static let organisationSuspend = Command(
        "organisation.suspend", "Suspend an organisation, with a published reason; its sessions end.", roles: [.secretariat],
        arguments: Argument<Slug>("organisation", "its short name"), Argument<Version>("if"), Argument<Reason>("reason")
    ) { context, name, version, reason in
        try await Organisations.change(name, from: "active", to: "suspended", because: reason, version, .organisationSuspended, in: context)
    }
}
