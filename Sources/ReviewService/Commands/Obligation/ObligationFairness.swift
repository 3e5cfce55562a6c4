import Postgres
import ReviewWire

extension Command {
    static let obligationFairness = Command.read(
        "obligation.fairness", "who was given more time, by regional group and by income: how often, how many days, how often not"
    ) { reader in
        try await reader.rows(
            """
            select regional_group, income_group as income, count(*) as decided, count(*) filter (where state = 'granted') as granted,
                count(*) filter (where state = 'refused') as refused, coalesce(sum(days) filter (where state = 'granted'), 0) as days_granted
            from extension_request where state <> 'asked' group by regional_group, income_group order by regional_group, income_group
            """)
    }
}
