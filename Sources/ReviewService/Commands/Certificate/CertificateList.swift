extension Command {
    static let certificateList = Command.list(
        "certificate.list", "List the certificates that log in as you.", roles: .members, .ascending(.text("fingerprint"))
    ) { _ in
        "select fingerprint, label, created_at from certificate where account = reader_account()"
    }
}
