import Postgres
import ReviewModel

extension Command {
    static let noticeShow = Command.read(
        "notice.show", "One notice of your own, and what became of the messages that carried it.", roles: .members,
        arguments: Argument<NoticeID>("notice")
    ) { reader, id in
        try await reader.one(
            """
            select \(NoticeRows.columns),
                (select coalesce(jsonb_agg(jsonb_build_object('message', o.id, 'channel', o.channel, 'state', o.state) order by o.id), '[]')
                 from outbox_notice c join outbox o on o.id = c.outbox where c.notice = notice.id) as messages
            from notice where id = \(id) and account = \(reader.actor.account)
            """)
    }
}
