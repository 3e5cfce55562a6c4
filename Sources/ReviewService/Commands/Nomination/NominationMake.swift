import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let nominationMake = Command(
        "nomination.make", "Name an account to a function in a review, with the reference of the note verbale.",
        roles: [.state, .secretariat],
        arguments: Argument<ReviewID>("review"), Argument<Login>("account"), Argument<Function>("function"),
        Argument<NoteVerbale>("note_verbale"), Argument<InstrumentList?>("instruments", "for a reviewer: some of those under review"),
        Argument<Instant?>("from", "now when left out"), Argument<Instant?>("until", "without end when left out")
    ) { context, id, login, function, noteVerbale, instruments, from, until in
        let from = from ?? context.now
        guard from >= context.now else { throw Refusal(.argumentRange, "from= may not lie in the past", at: "from") }
        guard until.map({ $0 > from }) ?? true else { throw Refusal(.argumentRange, "until= must come after from=", at: "until") }
        let review = try await context.review(id)
        let nominee = try await Nominee(login, in: context)
        try await Nominator(in: review, context).require(for: function, of: nominee.organisation)
        try review.requireOpen()
        let isOwn = nominee.account == (try context.account)
        guard function != .officer || !isOwn else {
            throw Refusal(.ruleOwnCase, "nobody names oneself an officer", at: "account")
        }
        try nominee.requireFit(for: function, in: review)
        if function == .reviewer {
            try await nominee.requireBound(by: instruments?.names ?? review.instruments, in: review, context)
        } else if instruments != nil {
            throw Refusal(.ruleForbidden, "instruments= is for reviewers", at: "instruments")
        }
        let nomination = try await NewNomination(
            review: review, nominee: nominee, function: function, noteVerbale: noteVerbale, instruments: instruments?.names, from: from,
            until: until
        ).store(in: context)
        try await Progress.run(review, in: context)
        return .created(["id": .string(nomination.description), "ver": 1])
    }
}
