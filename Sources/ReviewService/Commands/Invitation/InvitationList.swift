import ReviewModel

extension Command {
    static let invitationList = Command.list(
        "invitation.list", "List the invitations of your organisation; the secretariat sees all.", roles: .members,
        .descending(.instant("created_at"), .text("id")), arguments: Argument<Slug?>("organisation", "only those of this one")
    ) { _, organisation in
        """
        select id, organisation, role, is_lead as lead, is_head as head,
            (select login from account where account.id = recovers) as recovers,
            case when used_at is not null then 'used' when revoked_at is not null then 'revoked'
                 when expires_at <= real_moment() then 'expired' else 'open' end as state,
            created_at, expires_at, used_at, revoked_at
        from invitation
        where \(organisation)::text is null or organisation = \(organisation)
        """
    }
}
