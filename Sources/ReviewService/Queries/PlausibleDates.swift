import Postgres
import ReviewModel
import ReviewWire

extension LocalDate {
    /// 501 for a date that no review can have, so that no deadline can leave the calendar.
    func requirePlausible(_ name: String) throws {
        guard (1990...2200).contains(year) else { throw Refusal(.argumentRange, "\(name)= must lie between 1990 and 2200", at: name) }
    }
}

extension Instant {
    /// 501 for an instant that no review can have.
    func requirePlausible(_ name: String) throws {
        let years = UTCInstant(seconds: 631_152_000)..<UTCInstant(seconds: 7_289_654_400)
        guard years.contains(UTCInstant(self)) else { throw Refusal(.argumentRange, "\(name)= must lie between 1990 and 2200", at: name) }
    }
}
