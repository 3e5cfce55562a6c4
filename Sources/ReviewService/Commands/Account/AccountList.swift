import ReviewModel

extension Command {
    static let accountList = Command.list(
        "account.list", "List the accounts of your organisation; the secretariat sees all.", roles: .members, .ascending(.text("login")),
        arguments: Argument<Slug?>("organisation", "only those of this one")
    ) { _, organisation in
        """
        select id, login, organisation, role, state, is_lead as lead, is_head as head, created_at, ver
        from account
        where \(organisation)::text is null or organisation = \(organisation)
        """
    }
}
