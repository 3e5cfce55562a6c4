import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let reviewShow = Command.read(
        "review.show", "One review: its stages, the windows that are open, and why it does not advance.",
        arguments: Argument<ReviewID>("review"), Argument<Language?>("lang", "language of the titles")
    ) { reader, id, language in
        let review = try await reader.review(id)
        let (now, tables) = try await reader.service.pool.read(
            reader.actor.context,
            Facts.queries(review) + [
                "select opened_at, closed_at, closed_because from review where id = \(id)",
                "select stage, left_because from stage_run where review = \(id) and left_because is not null",
            ])
        let (facts, engine) = try Facts.read(tables.dropLast(2), of: review, now: now)
        let (openedAt, closedAt, reason) = try tables[tables.count - 2].decode(0, as: (Instant, Instant?, String?).self)
        let reasons = Dictionary(uniqueKeysWithValues: try tables[tables.count - 1].rows(as: (StageName, String).self))
        var members: [(String, JSONValue)] = [
            ("id", .string(id.description)), ("cycle", .string(review.cycle.description)), ("party", .string(review.party)),
            ("instruments", .array(review.instruments.map { .string($0) })), ("procedure", .string(review.procedure.id)),
            ("state", .string(review.state.rawValue)), ("starts_on", .string(review.startsOn.text)),
            ("opened_at", .string(openedAt.rfc3339)), ("ver", .int(Int64(review.version))),
        ]
        if let closedAt { members.append(("closed_at", .string(closedAt.rfc3339))) }
        if let reason { members.append(("reason", .string(reason))) }
        members += [
            ("stages", .array(review.procedure.stages.map { $0.run(facts, engine, language ?? .en, reasons[$0.id]) })),
            ("windows", .array(openWindows(review, facts, engine))), ("holds", .array(engine.holds(in: facts).map(\.json))),
        ]
        return Reply(.done, RawMembers(object: JSONValue.object(members).encoded()))
    }
}

extension ProcedureStage {
    fileprivate func run(_ facts: ReviewFacts, _ engine: StageEngine, _ language: Language, _ reason: String?) -> JSONValue {
        let run = facts.stages[id]
        var members: [(String, JSONValue)] = [
            ("stage", .string(id.rawValue)), ("title", .string(title[language])),
            ("state", .string(engine.state(of: id, in: facts).rawValue)),
        ]
        if let run { members.append(("entered_at", .string(run.enteredAt.rfc3339))) }
        if let leftAt = run?.leftAt { members.append(("left_at", .string(leftAt.rfc3339))) }
        if let reason { members.append(("reason", .string(reason))) }
        if let restricted { members.append(("restricted", .string(restricted[language]))) }
        return .object(members)
    }
}

private func openWindows(_ review: ReviewRow, _ facts: ReviewFacts, _ engine: StageEngine) -> [JSONValue] {
    review.procedure.stages.flatMap { stage in
        stage.windows.compactMap { window -> JSONValue? in
            let key = WindowKey(stage: stage.id, window: window.id)
            guard engine.isOpen(key, in: facts), let run = facts.windows[key] else { return nil }
            var members: [(String, JSONValue)] = [
                ("stage", .string(stage.id.rawValue)), ("window", .string(window.id.rawValue)),
                ("document", .string(window.document.rawValue)), ("from", .array(window.from.map { .string($0.rawValue) })),
            ]
            if let closesAt = run.closesAt { members.append(("closes_at", .string(closesAt.rfc3339))) }
            return .object(members)
        }
    }
}
