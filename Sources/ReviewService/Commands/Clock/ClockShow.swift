import Postgres
import ReviewWire

extension Command {
    static let clockShow = Command.read(
        "clock.show", "the time by which everything is decided, and whether it is a rehearsal's"
    ) { reader in
        try await reader.one("select moment() as now, \(reader.service.isRehearsal)::bool as rehearsal")
    }
}
