import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let accessList = Command.list(
        "access.list", "What is kept of your account's logins, refusals, exports and reads of what few may read.", roles: .members,
        .ascending(.instant("at"), .int("_position"))
    ) { _ in
        """
        select l.at, l.kind, l.verb, l.err, l.subject, a.login as by, l.position as _position
        from access_log l left join account a on a.id = l.account
        """
    }
}
