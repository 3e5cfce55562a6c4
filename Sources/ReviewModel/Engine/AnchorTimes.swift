/// When the anchors of a procedure happened in one review.
struct AnchorTimes {
    let procedure: Procedure
    let facts: ReviewFacts
    let calendar: WorkCalendar

    /// Nil while it has not happened.
    func date(of anchor: Anchor) -> LocalDate? {
        anchor == .reviewStart ? facts.startsOn : instant(of: anchor).map(calendar.zone.date(at:))
    }

    func instant(of anchor: Anchor) -> UTCInstant? {
        switch anchor {
        case .reviewStart: calendar.zone.start(of: facts.startsOn)
        case .stageEntered(let stage): facts.stages[stage]?.enteredAt
        case .stageLeft(let stage): facts.stages[stage]?.leftAt
        case .obligationMet(let obligation): procedure.obligation(obligation).flatMap(delivery(of:))
        case .documentReceived(let kind): facts.received[kind]
        case .event(let event): facts.events[event]
        }
    }

    /// When an obligation was delivered.
    func delivery(of rule: ObligationRule) -> UTCInstant? {
        switch rule.fulfilment {
        case .document: facts.deliveries[rule.id]
        case .nomination(let function): facts.nominated[function]
        }
    }

    /// Whether somebody was named to the function and nobody holds it any more.
    func isVacant(_ rule: ObligationRule) -> Bool {
        guard case .nomination(let function) = rule.fulfilment else { return false }
        return facts.nominated[function] == nil && facts.vacated[function] != nil
    }

    /// The deadline of an obligation; for a successor as long after the function was left as the first had after the anchor.
    func deadline(of rule: ObligationRule, extensions: [DateOffset]) throws -> Deadline? {
        let first = try deadline(rule.due, extensions: extensions)
        guard case .nomination(let function) = rule.fulfilment, let vacatedAt = facts.vacated[function], rule.due.direction == .plus else {
            return first
        }
        let second = try DeadlineArithmetic.deadline(
            rule: rule.due, anchoredAt: vacatedAt, calendar: calendar, anchor: "nomination.\(function.rawValue).ended",
            extensions: extensions)
        return first.map { $0.dueAt > second.dueAt } == true ? first : second
    }

    /// The deadline of a rule by its first anchor, else by its fallback; nil while neither has happened.
    func deadline(_ rule: DeadlineRule, extensions: [DateOffset] = []) throws -> Deadline? {
        for text in [rule.anchor, rule.fallback] {
            guard let text, let anchor = Anchor(text), let date = date(of: anchor) else { continue }
            return try DeadlineArithmetic.deadline(
                rule: rule, anchoredOn: date, calendar: calendar, anchor: text, extensions: extensions)
        }
        return nil
    }

    /// When an edge of a window is; nil when it goes with the stage or has not been fixed yet.
    func instant(of edge: WindowRule.Edge) throws -> UTCInstant? {
        switch edge {
        case .withStage: nil
        case .at(let anchor): instant(of: anchor)
        case .computed(let rule): try deadline(rule)?.dueAt
        }
    }
}
