import Postgres
import ReviewModel

extension Command {
    static let placeholderList = Command.list(
        "placeholder.list", "What is withheld or was withdrawn after it was public, with the reason and the end.",
        .ascending(.instant("placed_at"), .text("document")),
        arguments: Argument<ReviewID?>("review", "of one review")
    ) { _, review in
        let all: SQL = "select document, review, kind, organisation, state, reason, until, placed_at from placeholder"
        guard let review else { return all }
        return all + " where review = \(review)"
    }
}
