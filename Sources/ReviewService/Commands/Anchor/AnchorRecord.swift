import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let anchorRecord = Command(
        "anchor.record", "Record when something happened or will happen; every date that hangs on it is computed anew.", roles: .members,
        arguments: Argument<ReviewID>("review"), Argument<EventWord>("name"), Argument<Instant?>("at", "now when left out"),
        Argument<Version?>("if", "needed to move one that is recorded")
    ) { context, id, word, at, version in
        let occurredAt = at ?? context.now
        try occurredAt.requirePlausible("at")
        let review = try await context.review(id)
        let standing = try await context.standing(in: review)
        try standing.requireNoConflict()
        guard let event = review.procedure.events[word.name] else {
            let known = review.procedure.events.keys.map(\.rawValue).sorted().joined(separator: ", ")
            throw Refusal(.ruleForbidden, "the procedure records: \(known)", at: "name")
        }
        try standing.require(event.by)
        let name = word.name.rawValue
        let current = try await context.transaction.first("select ver from anchor where review = \(id) and name = \(name)", as: Int.self)
        if let current {
            guard let version else { throw Refusal(.argumentMissing, "it is recorded already; give if=\(current) to move it", at: "if") }
            try context.require(version, is: current)
        }
        try review.requireOpen()
        context.transaction.queue(
            """
            insert into anchor (review, name, occurred_at, recorded_at) values (\(id), \(name), \(occurredAt), \(context.now))
            on conflict (review, name) do update
                set occurred_at = excluded.occurred_at, recorded_at = excluded.recorded_at, ver = anchor.ver + 1
            """)
        try await context.record(.anchorRecorded, subject: name, review: id)
        let holds = try await Progress.run(review, in: context)
        return .done([
            "review": .string(id.description), "name": .string(name), "at": .string(occurredAt.rfc3339),
            "ver": .int(Int64((current ?? 0) + 1)), "holds": .array(holds.map(\.json)),
        ])
    }
}
