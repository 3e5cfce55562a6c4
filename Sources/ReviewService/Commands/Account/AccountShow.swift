import ReviewModel

extension Command {
    static let accountShow = Command.read(
        "account.show", "Show an account of your organisation, or your own.", roles: .members,
        arguments: Argument<Login?>("login", "your own by default")
    ) { reader, login in
        try await reader.one(
            """
            select id, login, organisation, role, state, suspended_because, is_lead as lead, is_head as head, language, zone,
                created_at, ver
            from account
            where login = coalesce(\(login), \(reader.actor.login))
            """)
    }
}
