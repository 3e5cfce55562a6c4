extension Command {
    static let tokenList = Command.list(
        "token.list", "List your own tokens.", roles: .members, .descending(.instant("created_at"), .text("id"))
    ) { _ in
        """
        select id, label, scope,
            case when revoked_at < expires_at then 'revoked' when expires_at <= real_moment() then 'expired' else 'valid' end as state,
            created_at, expires_at, revoked_at
        from token where account = reader_account()
        """
    }
}
