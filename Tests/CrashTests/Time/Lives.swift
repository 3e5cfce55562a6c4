import Glibc
import Postgres

/// How the daemons of one house live: they die before the statements that they are told, come back, and finish what is due.
struct Lives {
    let house: TimeHouse
    private(set) var kills = 0
    private(set) var mail = MailLedger()
    /// How many statements it took the last ones to finish, by what they do.
    private(set) var statements: [Worker.Duty: Int] = [:]

    init(_ house: TimeHouse) { self.house = house }

    /// First everything that the clock brings about, then, the next morning, everything that has to leave the house.
    mutating func run(deaths: [Worker.Duty: [Int]] = [:]) async throws {
        try await bringAbout(deaths: deaths[.serve] ?? [])
        try await house.sleep(until: DueScene.morning)
        try await deliver(deaths: deaths[.deliver] ?? [])
    }

    mutating func bringAbout(deaths: [Int] = []) async throws {
        try await house.with(.serve) { try await live(.serve, $0, deaths) }
    }

    mutating func deliver(deaths: [Int] = []) async throws {
        try await house.with(.deliver) { try await live(.deliver, $0, deaths) }
    }

    private mutating func live(_ duty: Worker.Duty, _ worker: Worker, _ deaths: [Int]) async throws {
        for number in deaths {
            worker.gate.shut { said, _ in said == number }
            let isDone = try await begin(duty, worker)
            try await house.until("came to its statement \(number)", of: worker) {
                if worker.gate.shutAt != nil { return true }
                return try await isDone()
            }
            try await house.kill(worker)
            kills += 1
            try await end(duty, worker)
        }
        worker.gate.shut(at: nil)
        let isDone = try await begin(duty, worker)
        try await house.until("finished", of: worker, isDone)
        statements[duty] = worker.gate.passed
        await worker.process.end(SIGTERM)
        try await end(duty, worker)
    }

    /// Answers how to know that it has done all that is due.
    private func begin(_ duty: Worker.Duty, _ worker: Worker) async throws -> () async throws -> Bool {
        let begunAt = try await house.now()
        try await worker.process.start()
        let house = house
        return switch duty {
        case .serve: { try await house.holds(TimeHouse.everyJobRan(since: begunAt)) }
        case .deliver, .restored: { try await house.holds(TimeHouse.nothingWaits) }
        }
    }

    private mutating func end(_ duty: Worker.Duty, _ worker: Worker) async throws {
        guard duty == .deliver else { return }
        try mail.take(from: worker.spool)
        // What a dead one held is free as soon as its lease has run out.
        _ = try await house.owner.flight(["update outbox set lease_until = clock_timestamp() where lease_until is not null"])
    }
}
