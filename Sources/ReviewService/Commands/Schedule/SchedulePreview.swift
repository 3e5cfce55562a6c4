import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let schedulePreview = Command.read(
        "schedule.preview", "what would be told until then, to whom, if nothing is delivered; nothing is sent", roles: [.secretariat],
        arguments: Argument<Instant>("to"), Argument<ReviewID?>("review")
    ) { reader, end, review in
        let isWanted: SQL = review.map { "a.review = \($0)" } ?? "true"
        let pending = try await reader.tables(
            """
            select a.fires_at, a.review, a.obligation, a.rule, a.kind, a.recipient_role
            from alarm a join review r on r.id = a.review
            where a.state = 'pending' and r.state = 'open' and a.fires_at <= \(end) and \(isWanted)
            order by a.fires_at, a.id limit 1000
            """)[0].rows(as: (Instant, ReviewID, ObligationID, String, PlannedAlarm.Kind, RoleName).self)
        var reviews: [ReviewID: ReviewRow] = [:]
        var logins: [String: [JSONValue]] = [:]
        var rows: [JSONValue] = []
        for (at, id, obligation, rule, kind, role) in pending {
            if reviews[id] == nil { reviews[id] = try await reader.review(id) }
            guard let row = reviews[id] else { continue }
            let key = "\(id) \(role)"
            if logins[key] == nil {
                let meant = row.procedure.roles[role] ?? ProcedureRole()
                logins[key] = try await reader.tables(Recipients.query(meant, in: row))[0].rows(as: (AccountID, String).self)
                    .map { .string($0.1) }
            }
            rows.append(
                .object([
                    ("at", .string(at.rfc3339)), ("review", .string(id.description)), ("party", .string(row.party)),
                    ("obligation", .string(obligation.description)), ("rule", .string(rule)), ("kind", .string(kind.rawValue)),
                    ("to", .string(role.rawValue)), ("recipients", .array(logins[key] ?? [])),
                ]))
        }
        return .rows(rows)
    }
}
