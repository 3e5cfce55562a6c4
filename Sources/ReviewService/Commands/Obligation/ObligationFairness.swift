import Postgres
import ReviewWire

extension Command {
    /// Below so many decisions a share says nothing of a group, only of single States: it is left out.
    private static let decisionsForShare = 5

    static let obligationFairness = Command.read(
        "obligation.fairness", "Who was given more time, by region and by income: how often, how many days, how often not."
    ) { reader in
        try await reader.rows(
            """
            select case when grouping(x.regional_group) = 0 then 'region' when grouping(x.income_group) = 0 then 'income' else 'all' end as by,
                coalesce(x.regional_group, x.income_group) as "group", count(distinct r.party) as states, count(*) as decided,
                count(*) filter (where x.state = 'granted') as granted, count(*) filter (where x.state = 'refused') as refused,
                coalesce(sum(x.days), 0) as days_asked, coalesce(sum(x.granted_days), 0) as days_granted,
                case when count(*) >= \(decisionsForShare)
                     then round(100.0 * count(*) filter (where x.state = 'granted') / count(*))::int end as granted_percent
            from extension_request x join review r on r.id = x.review where x.state in ('granted', 'refused')
            group by grouping sets ((), (x.regional_group), (x.income_group))
            order by grouping(x.regional_group, x.income_group) desc, "group"
            """)
    }
}
