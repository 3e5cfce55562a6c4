import Postgres
import ReviewModel
import ReviewWire

extension Command {
    static let cycleShow = Command.read(
        "cycle.show", "One cycle with its groups and how its reviews stand.", arguments: Argument<CycleID>("cycle")
    ) { reader, cycle in
        try await reader.one(
            """
            select shown.*,
                coalesce((select jsonb_agg(jsonb_build_object('group', g.number, 'starts_on', g.starts_on) order by g.number)
                          from cycle_group g where g.cycle = shown.id), '[]') as groups,
                coalesce((select jsonb_object_agg(counted.state, counted.n)
                          from (select r.state, count(*) as n from review r where r.cycle = shown.id group by r.state) counted), '{}')
                    as by_state
            from (\(CycleRow.shown)) as shown where id = \(cycle)
            """)
    }
}
