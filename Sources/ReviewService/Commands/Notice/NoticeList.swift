import Postgres
import ReviewModel

extension Command {
    static let noticeList = Command.list(
        "notice.list", "What you were told, the latest first.", roles: .members, .descending(.instant("created_at"), .text("id")),
        arguments: Argument<ReviewID?>("review"), Argument<NoticeKind?>("kind")
    ) { reader, review, kind in
        """
        select \(NoticeRows.columns) from notice
        where account = \(reader.actor.account) and (\(review)::text is null or review = \(review)) and (\(kind)::text is null or kind = \(kind))
        """
    }
}
