import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let boardShow = Command.list(
        "board.show", "Whose turn it is in every open review, since when, how many days late, and why they were given more time.",
        .ascending(.text("party"), .text("_place")),
        arguments: Argument<ReviewID?>("review"), Argument<PartyCode?>("party")
    ) { reader, review, party in
        if let review { _ = try await reader.review(review) }
        var isWanted: SQL = "r.state = 'open'"
        if let review { isWanted += " and r.id = \(review)" }
        if let party { isWanted += " and r.party = \(party)" }
        let words = words(of: reader.service.procedures)
        return """
            select r.party, r.id as review, o.stage, o.owed_by as turn, o.id as obligation, o.rule, o.state, o.opened_at as since, o.due_at,
                o.original_due_at,
                case when o.due_at <= moment() then ceil(extract(epoch from moment() - o.due_at) / 86400)::int else 0 end as days_late,
                (select json_agg(json_build_object('days', x.granted_days, 'why', x.decision) order by x.decided_at)
                 from extension_request x where x.obligation = o.id and x.state = 'granted') as extended,
                exists (select from agenda_item i where i.obligation = o.id) as agenda,
                concat_ws(' ', r.id, coalesce(to_char(o.due_at at time zone 'UTC', 'YYYYMMDDHH24MISS'), 'later'), o.id) as _place
            from obligation o join review r on r.id = o.review
            where o.state in ('open', 'missed') and \(isWanted)
            union all
            select r.party, r.id, s.stage, w.role, null, null, null,
                coalesce((select max(o.settled_at) from obligation o where o.review = r.id and o.stage = s.stage), s.entered_at), null, null, 0,
                null, false, concat_ws(' ', r.id, s.stage)
            from stage_run s join review r on r.id = s.review join cycle c on c.id = r.cycle
            left join unnest(\(words.map(\.procedure))::text[], \(words.map(\.stage))::text[], \(words.map(\.role))::text[])
                as w (procedure, stage, role) on w.procedure = c.procedure || '-' || c.procedure_version and w.stage = s.stage
            where s.state = 'open' and \(isWanted) and not exists (
                select from obligation o where o.review = r.id and o.stage = s.stage and o.state in ('open', 'missed'))
            """
    }

    /// Whose word leaves each stage, where its procedure names a role.
    private static func words(of catalog: ProcedureCatalog) -> [(procedure: String, stage: String, role: String)] {
        catalog.procedures.values.flatMap { procedure in
            procedure.stages.compactMap { stage in
                guard case .by(let role) = stage.leave.mode else { return nil }
                return (procedure.id, stage.id.rawValue, role.rawValue)
            }
        }
    }
}
