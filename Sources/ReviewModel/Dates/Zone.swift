import Foundation

/// A time zone by its identifier, turned both ways by the rules of the zone and by nothing of this machine's own setting.
package struct Zone: Hashable, Sendable, CustomStringConvertible {
    package let identifier: String
    private let rules: TimeZone

    /// Nil when the time zone database has no such zone.
    package init?(_ identifier: String) {
        guard let rules = TimeZone(identifier: identifier) else { return nil }
        self.identifier = identifier
        self.rules = rules
    }

    package var description: String { identifier }

    /// The local date at that moment.
    package func date(at instant: UTCInstant) -> LocalDate {
        LocalDate(daysSinceEpoch: Int((instant.seconds + offset(at: instant.seconds)).dividedRoundingDown(by: 86_400)))
    }

    /// The first moment of that local day, also where the clocks jump over midnight.
    package func start(of date: LocalDate) -> UTCInstant { instant(localSeconds: Int64(date.daysSinceEpoch) * 86_400, later: false) }

    /// The moment at which that local day is over for a deadline. A time that the clocks skip is taken after the gap,
    /// and of a time that comes twice the later one: whoever owes something has the benefit.
    package func end(of date: LocalDate, at cutOff: CutOff) -> UTCInstant {
        guard cutOff != .endOfDay else { return start(of: date.adding(days: 1)) }
        return instant(localSeconds: Int64(date.daysSinceEpoch) * 86_400 + Int64(cutOff.minutes) * 60, later: true)
    }

    /// The moments at which the zone's clocks show that minute of that local day: none in a gap, two where they go back.
    func moments(on date: LocalDate, minute: Int) -> [UTCInstant] {
        let local = Int64(date.daysSinceEpoch) * 86_400 + Int64(minute) * 60
        let candidates = Set([local - offset(at: local - 86_400), local - offset(at: local + 86_400)])
        return candidates.filter { local - $0 == offset(at: $0) }.sorted().map { UTCInstant(seconds: $0) }
    }

    /// The moment at which the clocks have jumped over that minute of that local day.
    func endOfGap(on date: LocalDate, minute: Int) -> UTCInstant {
        let local = Int64(date.daysSinceEpoch) * 86_400 + Int64(minute) * 60
        var moment = local - offset(at: local - 86_400)
        // Back to the jump itself, minute by minute: every change of a clock is at a whole one.
        while offset(at: moment - 60) == offset(at: moment) { moment -= 60 }
        return UTCInstant(seconds: moment)
    }

    private func offset(at seconds: Int64) -> Int64 {
        Int64(rules.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }

    private func instant(localSeconds: Int64, later: Bool) -> UTCInstant {
        let before = offset(at: localSeconds - 86_400)
        let after = offset(at: localSeconds + 86_400)
        let candidates = [localSeconds - before, localSeconds - after].filter { localSeconds - $0 == offset(at: $0) }
        // In a gap there is no candidate; the offset before it leads to the moment just as far behind the jump.
        let chosen = (later ? candidates.max() : candidates.min()) ?? localSeconds - before
        return UTCInstant(seconds: chosen)
    }
}
