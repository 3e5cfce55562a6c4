import ReviewModel

/// One review played through the engine: what a test does to it, and what the engine makes of it.
struct ReviewWalk {
    let engine: StageEngine
    var facts: ReviewFacts
    private(set) var told: [StageAction] = []

    /// A review under `appeal-1`, by the calendar of Vienna, at the first moment of its start.
    init(startsOn: LocalDate) throws { try self.init(procedure: ConfigFiles.appeal(), startsOn: startsOn) }

    init(procedure: Procedure, startsOn: LocalDate) throws {
        let vienna = try ConfigFiles.vienna()
        engine = StageEngine(procedure: procedure, calendar: vienna)
        facts = ReviewFacts(now: vienna.zone.start(of: startsOn), startsOn: startsOn)
    }

    /// Runs the engine, stores what it says, and returns it.
    @discardableResult mutating func run() throws -> [StageAction] {
        let actions = try engine.actions(for: facts)
        facts = actions.reduce(facts) { $0.applying($1) }
        told += actions
        return actions
    }

    mutating func clock(_ day: String, plusSeconds seconds: Int64 = 0) {
        facts.now = engine.calendar.zone.start(of: date(day)).adding(seconds: seconds)
    }

    mutating func pass(days: Int64) { facts.now = facts.now.adding(seconds: days * 86_400) }

    @discardableResult mutating func nominate(_ function: Function) throws -> [StageAction] {
        facts.nominated[function] = facts.nominated[function] ?? facts.now
        return try run()
    }

    /// The last holder of the function goes.
    @discardableResult mutating func vacate(_ function: Function) throws -> [StageAction] {
        (facts.nominated[function], facts.vacated[function]) = (nil, facts.now)
        return try run()
    }

    /// Hands in a document by the obligation that waits for it.
    @discardableResult mutating func deliver(_ obligation: ObligationName) throws -> [StageAction] {
        guard let rule = engine.procedure.obligation(obligation), let kind = rule.document else { return [] }
        guard let stage = engine.procedure.stage(owing: obligation)?.id else { return [] }
        facts.deliveries[obligation] = facts.now
        facts.withdrawn.remove(obligation)
        facts.received[kind] = facts.received[kind] ?? facts.now
        facts.unpublished.insert(StageDocument(stage: stage, kind: kind))
        return try run()
    }

    /// Takes back what met an obligation, as `Facts` tells of it.
    @discardableResult mutating func withdraw(_ obligation: ObligationName) throws -> [StageAction] {
        let stage = engine.procedure.stage(owing: obligation)?.id
        facts.withdrawn.insert(obligation)
        if stage.flatMap({ facts.stages[$0]?.leftAt }) == nil { facts.deliveries[obligation] = nil }
        return try run()
    }

    mutating func contribute() {
        for stage in engine.openStages(in: facts) { facts.unpublished.insert(StageDocument(stage: stage.id, kind: .contribution)) }
    }

    @discardableResult mutating func advance(_ stage: StageName, because reason: String? = nil) throws -> [StageAction] {
        facts.advance = ReviewFacts.Advance(stage: stage, reason: reason)
        let actions = try run()
        facts.advance = nil
        return actions
    }

    var open: [StageName] { engine.openStages(in: facts).map(\.id) }
    var holds: [Hold] { engine.holds(in: facts) }
    func state(of obligation: ObligationName) -> ObligationState? { facts.obligations[obligation]?.state }
    /// Whether somebody was named as it asks for, and nobody is left.
    func isVacant(_ obligation: ObligationName) -> Bool {
        guard case .nomination(let function) = engine.procedure.obligation(obligation)?.fulfilment else { return false }
        return facts.nominated[function] == nil && facts.vacated[function] != nil
    }

    func due(_ obligation: ObligationName) -> LocalDate? { facts.obligations[obligation]?.deadline?.localDate }
}
