import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let anchorList = Command.list(
        "anchor.list", "What was recorded of a review's events, with their moments.", .ascending(.instant("at"), .text("name")),
        arguments: Argument<ReviewID>("review")
    ) { reader, id in
        _ = try await reader.review(id)
        return "select review, name, occurred_at as at, recorded_at, ver from anchor where review = \(id)"
    }
}
