import Postgres
import ReviewModel

extension Command {
    static let documentList = Command.list(
        "document.list", "Documents that you may see, in the order in which they were received; your own drafts come last.",
        .ascending(.instant("_received_at"), .text("id")),
        arguments: Argument<ReviewID?>("review", "of one review"), Argument<DocumentKind?>("kind", "of one kind"),
        Argument<DocumentState?>("state", "in one state"), Argument<DocumentID?>("answers", "that answer this one"),
        Argument<Bool?>("mine", "yes: of your own organisation only")
    ) { _, review, kind, state, answers, mine in
        var conditions: [SQL] = []
        if let review { conditions.append("d.review = \(review)") }
        if let kind { conditions.append("d.kind = \(kind)") }
        if let state { conditions.append("d.state = \(state)") }
        if let answers { conditions.append("d.answers = (select t.id from document t where t.id = \(answers))") }
        if mine == true { conditions.append("a.organisation = reader_organisation()") }
        guard !conditions.isEmpty else { return DocumentColumns.select }
        return DocumentColumns.select + " where " + conditions.joined(separator: " and ")
    }
}
