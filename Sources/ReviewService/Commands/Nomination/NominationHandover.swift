import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let nominationHandover = Command(
        "nomination.handover", "Hand the focal point's function over to a successor; there is one at every moment.",
        roles: [.state, .secretariat],
        arguments: Argument<NominationID>("nomination", "the focal point's"), Argument<Login>("account", "the successor"),
        Argument<NoteVerbale>("note_verbale"), Argument<Version>("if")
    ) { context, id, login, noteVerbale, version in
        let current = try await NominationRow(id, in: context)
        let successor = try await Nominee(login, in: context)
        try await Nominator(in: current.review, context).require(for: current.function, of: successor.organisation)
        try context.require(version, is: current.version)
        try current.review.requireOpen()
        guard current.function == .focalPoint, current.stands, current.hasBegun else {
            throw Refusal(.stateWrong, "only a standing focal point hands over", at: "nomination")
        }
        try successor.requireFit(for: .focalPoint, in: current.review)
        guard successor.account != current.account else { throw Refusal(.ruleForbidden, "the successor is another account", at: "account") }
        try await current.end(because: "handed over", in: context)
        let nomination = try await NewNomination(
            review: current.review, nominee: successor, function: .focalPoint, noteVerbale: noteVerbale, from: context.now
        ).store(in: context)
        try await Progress.run(current.review, in: context)
        try await context.asSystem { try await Alarms.handOver(.focalPoint, to: successor.account, current.review, in: $0) }
        return .created(["id": .string(nomination.description), "ver": 1, "ended": .string(id.description)])
    }
}
