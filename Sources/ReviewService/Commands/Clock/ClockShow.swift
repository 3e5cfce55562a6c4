import Postgres
import ReviewWire

extension Command {
    static let clockShow = Command.read(
        "clock.show", "The time by which everything is decided, and whether it is a rehearsal's."
    ) { reader in
        try await reader.one(
            """
            select moment() as now, \(reader.service.isRehearsal)::bool as rehearsal, h.held_at as held_since, h.reason as held_because,
                nullif(extract(epoch from jumped)::bigint, 0) as jumped_seconds
            from rehearsal_clock left join schedule_hold h on h.recipient is null and h.released_at is null
            """)
    }
}
