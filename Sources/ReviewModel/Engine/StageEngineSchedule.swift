/// What the clock alone will bring.
extension StageEngine {
    /// The next moment after `facts.now` at which something may change although nobody does anything; nil when nothing is awaited.
    /// Throws `DeadlineArithmetic.OutOfRange`.
    package func nextChange(in facts: ReviewFacts) throws -> UTCInstant? {
        guard facts.state == .open else { return nil }
        let times = times(facts)
        let graceEnds = procedure.stages.flatMap(\.owes).compactMap { rule -> UTCInstant? in
            guard let owed = facts.obligations[rule.id], owed.state == .open, let deadline = owed.deadline else { return nil }
            return DeadlineArithmetic.graceEnd(of: deadline, grace: rule.grace, calendar: calendar)
        }
        let edges = try openStages(in: facts).flatMap(\.windows).flatMap { [$0.opens, $0.closes] }.compactMap(times.instant(of:))
        let ends = holds(in: facts).compactMap(\.until)
        let adopted = procedure.adoption.flatMap(times.instant(of:)).map { [$0] } ?? []
        return (graceEnds + edges + ends + adopted + [calendar.zone.start(of: facts.startsOn)]).filter { $0 > facts.now }.min()
    }
}
