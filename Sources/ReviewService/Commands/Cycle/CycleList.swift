import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let cycleList = Command.list(
        "cycle.list", "The rounds of reviews, earliest first.", .ascending(.date("starts_on"), .text("id"))
    ) { _ in CycleRow.shown }
}
