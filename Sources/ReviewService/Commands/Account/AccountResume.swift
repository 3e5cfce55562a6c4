extension Command {
    static let accountResume = Command(
        "account.resume", "Let a suspended account of your organisation in again.", roles: .members,
        arguments: Argument<Login>("login"), Argument<Version>("if")
    ) { context, login, version in
        try await Accounts.change(login, from: "suspended", to: "active", because: nil, version, .accountResumed, in: context)
    }
}
