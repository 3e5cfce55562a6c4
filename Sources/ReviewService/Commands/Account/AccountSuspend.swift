extension Command {
    static let accountSuspend = Command(
        "account.suspend", "Suspend an account of your organisation; its sessions end.", roles: .members,
        arguments: Argument<Login>("login"), Argument<Version>("if"), Argument<Reason>("reason")
    ) { context, login, version, reason in
        try await Accounts.change(login, from: "active", to: "suspended", because: reason, version, .accountSuspended, in: context)
    }
}
