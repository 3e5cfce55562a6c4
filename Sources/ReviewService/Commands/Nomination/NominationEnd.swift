import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let nominationEnd = Command(
        "nomination.end", "End a nomination now: your own, or one that you may make.", roles: .members,
        arguments: Argument<NominationID>("nomination"), Argument<Reason>("reason"), Argument<Version>("if")
    ) { context, id, reason, version in
        let nomination = try await NominationRow(id, in: context)
        if nomination.account != (try context.account) {
            try await Nominator(in: nomination.review, context).require(for: nomination.function, of: nomination.organisation)
        }
        try context.require(version, is: nomination.version)
        guard nomination.stands else { throw Refusal(.stateWrong, "the nomination has ended") }
        try await nomination.end(because: reason.text, in: context)
        try await Progress.run(nomination.review, in: context)
        return .done(["id": .string(id.description), "ver": .int(Int64(nomination.version + 1))])
    }
}
