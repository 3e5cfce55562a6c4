import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let reviewList = Command.list(
        "review.list", "The reviews, latest opened first.", .descending(.instant("opened_at"), .text("id")),
        arguments: Argument<PartyCode?>("party"), Argument<ReviewState?>("state"), Argument<CycleID?>("cycle")
    ) { _, party, state, cycle in
        var conditions: [SQL] = ["true"]
        if let party { conditions.append("r.party = \(party)") }
        if let state { conditions.append("r.state = \(state)") }
        if let cycle { conditions.append("r.cycle = \(cycle)") }
        return """
            select r.id, r.cycle, r.party, to_jsonb(r.instruments) as instruments, r.state, r.starts_on, r.opened_at, r.closed_at,
                (select jsonb_agg(s.stage order by s.position) from stage_run s where s.review = r.id and s.state = 'open') as stages, r.ver
            from review r where \(conditions.joined(separator: " and "))
            """
    }
}
