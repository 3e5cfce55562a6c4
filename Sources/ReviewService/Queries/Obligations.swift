import Postgres
import ReviewModel

/// What is owed in answer to one document, and the columns of everything owed. What the procedure itself asks for is the stage engine's.
package enum Obligations {
    /// Opens the obligation to answer a document that came in by `window`, counted from now; nothing when the window owes no answer.
    /// Who could not read the document, or could guess its hidden source, is not asked: `otherwise` answers in their place.
    package static func openResponse(
        to document: DocumentID, audience: Audience, sourceHidden: Bool, window: WindowRule, stage: StageName, review: ReviewRow,
        in context: Context
    ) async throws {
        guard let rule = window.respond else { return }
        let owedBy = !sourceHidden && review.procedure.lets(rule.by, read: audience) ? rule.by : rule.otherwise
        // What the officer took in under its own name is not answered by the officer to the officer. What has a hidden source is, whoever handed
        // it in: that no answer is owed would tell it from what an organisation wrote.
        guard sourceHidden || !context.actor.isSecretariat || owedBy == rule.by else { return }
        let calendar = try await context.calendar(review.procedure.calendar)
        let deadline = try DeadlineArithmetic.deadline(rule: rule.due, anchoredAt: UTCInstant(context.now), calendar: calendar)
        let id = ObligationID.random()
        // As the system: who handed the document in stands in authorship only, never beside the obligation.
        try await context.asSystem { system in
            system.transaction.queue(
                insertion(
                    id, review: review, stage: stage, rule: window.id.rawValue, owedBy: owedBy, kind: .response, document: document,
                    deadline: deadline, graceUntil: deadline.dueAt, now: context.now))
            try await system.record(.obligationOpened, subject: id.description, review: review.id, document: document)
            try await tell(id, owedBy, review, system)
        }
    }

    /// Tells those who owe an answer that they do, or in the place of nobody the officer; of these only who may see what is to be answered.
    static func tell(_ response: ObligationID, _ owedBy: RoleName, _ review: ReviewRow, _ system: Context) async throws {
        let accounts = try await Recipients.find(owedBy, in: review, system).accounts
        try await Notices.post(
            accounts.map { Notices.Post(kind: .responseOwed, account: $0, review: review.id, obligation: response) }, in: system)
    }

    /// An answer that is owed by who may no longer read the document is owed by `otherwise` from now on, with the same deadline.
    static func reassign(responseTo document: DocumentID, audience: Audience, of review: ReviewRow, in system: Context) async throws {
        let open = try await system.transaction.all(
            "select id, stage, rule, owed_by from obligation where document = \(document) and state = 'open' for update",
            as: (ObligationID, StageName, WindowName, RoleName).self)
        for (id, stage, window, owedBy) in open {
            guard let rule = review.procedure.stage(stage)?.window(window)?.respond, owedBy == rule.by,
                !review.procedure.lets(owedBy, read: audience)
            else { continue }
            let party = review.procedure.isStateUnderReview(rule.otherwise) ? review.party : nil
            system.transaction.queue(
                "update obligation set owed_by = \(rule.otherwise), party = \(party), ver = ver + 1 where id = \(id)")
            Alarms.cancel(id, because: "owed by \(rule.otherwise) from now on", in: system)
            try await system.record(.obligationReassigned, subject: id.description, review: review.id, document: document)
            try await tell(id, rule.otherwise, review, system)
        }
    }

    /// Settles what was owed to `document`, in time or late, now that `answer` has come from who owes it. Another's answer leaves it owed.
    static func settle(
        responseTo document: DocumentID, with answer: DocumentID, by standing: Standing, review: ReviewID, in context: Context
    ) async throws {
        try await context.asSystem { system in
            let settled = try await system.transaction.all(
                """
                update obligation set state = case when \(context.now)::timestamptz < grace_until then 'met' else 'late' end,
                    answer = \(answer), settled_at = \(context.now), ver = ver + 1
                where document = \(document) and state in ('open', 'missed') and owed_by = any(\(standing.roles.map(\.rawValue))::text[])
                returning id, state
                """, as: (ObligationID, ObligationState).self)
            for (id, state) in settled {
                try await system.record(
                    state == .met ? .obligationMet : .obligationLate, subject: id.description, review: review, document: document)
            }
        }
    }

    /// Answers whose deadline waited for a calendar year, or was computed from a version of one that is replaced, get their final one; which
    /// have another date now. One that was missed by the old date alone is open again.
    static func recomputeResponses(_ review: ReviewRow, _ calendar: WorkCalendar, in system: Context) async throws -> [DeadlineMove] {
        let outdated = try await system.transaction.all(
            """
            select id, document, stage, rule, owed_by, opened_at, \(DeadlineMove.Before.columns) from obligation o
            where review = \(review.id) and document is not null and state in ('open', 'missed') and due_at is not null and (
                due_provisional and exists (
                    select from calendar_year y where y.calendar = o.due_calendar and y.year = extract(year from o.due_local_date))
                or exists (
                    select from unnest(string_to_array(o.due_calendar_version, '+')) as used (version)
                    where used.version <> 'none' and not exists (
                        select from calendar_year y where y.calendar = o.due_calendar and y.version = used.version)))
            """,
            as: (
                ObligationID, DocumentID, StageName, WindowName, RoleName, UTCInstant, UTCInstant?, LocalDate?, String?, String?, String?
            ).self)
        var moved: [DeadlineMove] = []
        for (id, document, stage, window, owedBy, openedAt, dueAt, date, time, rule, anchor) in outdated {
            guard let respond = review.procedure.stage(stage)?.window(window)?.respond else { continue }
            let deadline = try DeadlineArithmetic.deadline(rule: respond.due, anchoredAt: openedAt, calendar: calendar)
            let before = DeadlineMove.Before(
                id: id, name: window.rawValue, dueAt: dueAt, date: date, time: time, rule: rule, anchor: anchor, document: document)
            let isMoved = deadline.dueAt != dueAt
            let state: ObligationState = UTCInstant(system.now) < deadline.dueAt ? .open : .missed
            system.transaction.queue(
                """
                update obligation set (\(DeadlineColumns.names)) = row(\(DeadlineColumns.values(deadline, graceUntil: deadline.dueAt))),
                    state = \(state), deadline_version = deadline_version + \(isMoved ? 1 : 0), ver = ver + 1 where id = \(id)
                """)
            try await system.record(.obligationRecomputed, subject: id.description, review: review.id, document: document)
            if let move = before.move(to: deadline, owedBy: owedBy, in: review) { moved.append(move) }
        }
        return moved
    }

    /// Answers whose time is over become missed. A later answer still settles them.
    static func missResponses(_ review: ReviewRow, in system: Context) async throws {
        let missed = try await system.transaction.all(
            """
            update obligation set state = 'missed', ver = ver + 1
            where review = \(review.id) and document is not null and state = 'open' and grace_until <= \(system.now)
            returning id, document
            """, as: (ObligationID, DocumentID).self)
        for (id, document) in missed {
            try await system.record(.obligationMissed, subject: id.description, review: review.id, document: document)
        }
    }

    static func insertion(
        _ id: ObligationID, review: ReviewRow, stage: StageName, rule: String, owedBy: RoleName, kind: DocumentKind?,
        document: DocumentID?, deadline: Deadline?, graceUntil: UTCInstant?, now: Instant
    ) -> SQL {
        let party = review.procedure.isStateUnderReview(owedBy) ? review.party : nil
        return """
            insert into obligation (id, review, stage, rule, owed_by, party, document_kind, document, opened_at, original_due_at,
                \(DeadlineColumns.names))
            values (\(id), \(review.id), \(stage), \(rule), \(owedBy), \(party), \(kind), \(document), \(now),
                \(deadline?.dueAt)::timestamptz, \(DeadlineColumns.values(deadline, graceUntil: graceUntil)))
            """
    }
}

extension Procedure {
    /// The narrowest audience that everyone who plays the role may read.
    private func clearance(of role: RoleName) -> Audience {
        guard let role = roles[role] else { return .public }
        guard role.classes.isEmpty else { return .stakeholders }
        return role.functions.map { $0 == .officer ? .officer : $0 == .expert ? .experts : .team }.max() ?? .stakeholders
    }

    /// Whether everyone who plays the role may read what is for that audience.
    func lets(_ role: RoleName, read audience: Audience) -> Bool { audience >= clearance(of: role) }

    /// Whether only the party under review can play the role.
    func isStateUnderReview(_ role: RoleName) -> Bool {
        guard let role = roles[role] else { return false }
        return role.party == .underReview || (role.classes.isEmpty && role.functions.isSubset(of: [.focalPoint, .delegate]))
    }
}
