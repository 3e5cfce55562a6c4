import Postgres
import ReviewModel

extension Command {
    static let webhookList = Command.list(
        "webhook.list", "The systems of your organisation that are called.", roles: .members,
        .descending(.instant("created_at"), .text("id"))
    ) { _ in
        "select id, url, created_at, ended_at from webhook where organisation = reader_organisation()"
    }
}
