import Postgres
import ReviewModel

extension Command {
    static let uploadList = Command.list(
        "upload.list", "Your uploads, or those of your CSO or NHRI, that are not used yet.", roles: .members,
        .ascending(.instant("opened_at"), .text("upload")),
        arguments: Argument<Bool?>("all", "yes: used and cancelled ones too")
    ) { _, all in
        let own = UploadColumns.select + " where organisation = reader_organisation()"
        return all == true ? own : own + " and state in ('open', 'complete') and expires_at > moment()"
    }
}
