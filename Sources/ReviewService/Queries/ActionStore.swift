import Postgres
import ReviewModel

/// Writes what the stage engine asked for, each change with its event, in the transaction in which the facts were read.
struct ActionStore: Sendable {
    let review: ReviewRow
    let engine: StageEngine
    /// As the system.
    let context: Context

    /// Answers what moved for those who owe it.
    func store(_ action: StageAction) async throws -> DeadlineMove? {
        switch action {
        case .enterStage(let stage): try await enter(stage)
        case .leaveStage(let stage, let reason): try await leave(stage, reason)
        case .createObligation(let name, let stage, let deadline): try await create(name, stage, deadline)
        case .moveDeadline(let name, let deadline): return try await move(name, deadline)
        case .settle(let name, let state): try await settle(name, state)
        case .openWindow(let key, let closesAt): try await open(key, closesAt)
        case .moveWindow(let key, let closesAt): try await move(key, closesAt)
        case .closeWindow(let key): try await close(key)
        case .publish(let documents):
            try await Documents.publish(review: review, stage: documents.stage, kind: documents.kind, in: context)
        case .closeReview:
            context.transaction.queue("update review set state = 'closed', closed_at = \(context.now) where id = \(review.id)")
            try await context.record(.reviewClosed, subject: review.id.description, review: review.id)
        }
        return nil
    }

    /// Who read the review before its stages changed has an old version of it.
    func finish(_ actions: [StageAction]) async throws {
        let isChanged = actions.contains { action in
            switch action {
            case .enterStage, .leaveStage, .closeReview: true
            default: false
            }
        }
        if isChanged { try await context.transaction.run("update review set ver = ver + 1 where id = \(review.id)") }
    }

    private func enter(_ stage: StageName) async throws {
        let position = review.procedure.stages.firstIndex { $0.id == stage } ?? 0
        context.transaction.queue(
            """
            insert into stage_run (review, stage, position, state, entered_at)
            values (\(review.id), \(stage), \(position), 'open', \(context.now))
            """)
        try await context.record(.stageEntered, subject: stage.rawValue, review: review.id)
    }

    private func leave(_ stage: StageName, _ reason: String?) async throws {
        context.transaction.queue(
            """
            update stage_run set state = 'left', left_at = \(context.now), left_because = \(reason)
            where review = \(review.id) and stage = \(stage)
            """)
        try await context.record(.stageLeft, subject: stage.rawValue, review: review.id)
    }

    private func create(_ name: ObligationName, _ stage: StageName, _ deadline: Deadline?) async throws {
        guard let rule = review.procedure.obligation(name) else { return }
        let id = ObligationID.random()
        context.transaction.queue(
            Obligations.insertion(
                id, review: review, stage: stage, rule: name.rawValue, owedBy: rule.by, kind: rule.document, document: nil,
                deadline: deadline, graceUntil: graceEnd(rule, deadline), now: context.now))
        try await context.record(.obligationOpened, subject: id.description, review: review.id)
    }

    private func move(_ name: ObligationName, _ deadline: Deadline?) async throws -> DeadlineMove? {
        guard let rule = review.procedure.obligation(name) else { return nil }
        let dueAt = deadline?.dueAt
        // A calendar year that is published without moving the date is no new deadline: nobody is reminded of it again.
        let isMoved: SQL = "due_at is distinct from \(dueAt)::timestamptz"
        let values = DeadlineColumns.values(deadline, graceUntil: graceEnd(rule, deadline))
        let before = try await DeadlineMove.Before(review.id, name, in: context)
        try await change(
            """
            update obligation set (\(DeadlineColumns.names)) = row(\(values)),
                original_due_at = case when \(dueAt)::timestamptz is not null then coalesce(original_due_at, \(dueAt)::timestamptz) end,
                deadline_version = deadline_version + (\(isMoved))::int,
                deadline_set_at = case when \(isMoved) then \(context.now)::timestamptz else deadline_set_at end, ver = ver + 1
            """, name, .obligationRecomputed)
        return before?.move(to: deadline, owedBy: rule.by, in: review)
    }

    private func settle(_ name: ObligationName, _ state: ObligationState) async throws {
        let settledAt = state == .open || state == .missed ? nil : context.now
        let event: EventName =
            switch state {
            case .met: .obligationMet
            case .late: .obligationLate
            case .missed: .obligationMissed
            case .open: .obligationReopened
            case .void, .waived: .obligationVoided
            }
        let end = review.state == .cancelled ? Cancellation.cause : "the review is closed"
        try await change(
            """
            update obligation set state = \(state), settled_at = \(settledAt), void_because = \(state == .void ? end : nil), ver = ver + 1
            """, name, event)
    }

    /// Finishes an update of the procedure's own obligation and records it.
    private func change(_ update: SQL, _ name: ObligationName, _ event: EventName) async throws {
        let changed = try await context.transaction.all(
            update + " where review = \(review.id) and rule = \(name) and document is null returning id", as: ObligationID.self)
        for id in changed { try await context.record(event, subject: id.description, review: review.id) }
    }

    private func open(_ key: WindowKey, _ closesAt: UTCInstant?) async throws {
        guard let window = review.procedure.stage(key.stage)?.window(key.window) else { return }
        context.transaction.queue(
            """
            insert into window_run (review, stage, name, document_kind, open_to, opened_at, closes_at)
            values (\(review.id), \(key.stage), \(key.window), \(window.document), \(window.from.map(\.rawValue)), \(context.now),
                \(closesAt))
            on conflict (review, stage, name) do update set closes_at = excluded.closes_at, closed_at = null
            """)
        try await context.record(.windowOpened, subject: "\(key.stage)/\(key.window)", review: review.id)
    }

    private func move(_ key: WindowKey, _ closesAt: UTCInstant?) async throws {
        context.transaction.queue("update window_run set closes_at = \(closesAt)" + whereIs(key))
        try await context.record(.windowMoved, subject: "\(key.stage)/\(key.window)", review: review.id)
    }

    private func close(_ key: WindowKey) async throws {
        context.transaction.queue("update window_run set closed_at = \(context.now)" + whereIs(key))
        try await context.record(.windowClosed, subject: "\(key.stage)/\(key.window)", review: review.id)
    }

    private func whereIs(_ key: WindowKey) -> SQL {
        " where review = \(review.id) and stage = \(key.stage) and name = \(key.window)"
    }

    private func graceEnd(_ rule: ObligationRule, _ deadline: Deadline?) -> UTCInstant? {
        deadline.map { DeadlineArithmetic.graceEnd(of: $0, grace: rule.grace, calendar: engine.calendar) }
    }
}
