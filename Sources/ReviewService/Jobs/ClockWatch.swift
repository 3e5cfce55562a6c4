import Postgres
import ReviewModel
import Synchronization

/// Compares the database's clock with the count of one daemon's machine. What it jumps is taken off it, for every transaction of every daemon,
/// until the schedule is released: time goes on as it went (decision 0036).
package final class ClockWatch: Sendable {
    /// The database's clock, read once.
    struct Reading: Sendable {
        /// What `init` takes the result of.
        static let query: SQL = "select clock_timestamp(), (extract(epoch from jumped) * 1000000)::bigint from rehearsal_clock"

        /// As it stands.
        let clock: UTCInstant
        /// By which everything is decided: without what it jumped, and with a rehearsal's lead.
        let moment: UTCInstant
        let jumpedMicroseconds: Int64
        let uptime: Uptime

        init(_ table: Table, moment: Instant, uptime: Uptime) throws {
            (clock, jumpedMicroseconds) = try table.decode(0, as: (UTCInstant, Int64).self)
            (self.moment, self.uptime) = (UTCInstant(moment), uptime)
        }
    }

    private struct State {
        /// Of the database's clock as it stands.
        var clock = ClockGuard()
        /// Of what everything is decided by, which releases and a rehearsal's people move too.
        var moments = ClockGuard()
        /// What was taken off at the last look; nil before the first.
        var jumped: Int64?
        var untold: String?

        /// Remembers a look, and what was taken off the clock at it, in microseconds.
        mutating func see(_ reading: Reading, takenOff drift: Int64) {
            let uptime = reading.uptime.microseconds
            _ = clock.look(database: reading.clock, uptimeMicroseconds: uptime)
            jumped = reading.jumpedMicroseconds + drift
            _ = moments.look(database: UTCInstant(microseconds: reading.moment.microseconds - drift), uptimeMicroseconds: uptime)
        }
    }

    private static let lookMicrosecondsMax: Int64 = 10_000_000

    let uptime: @Sendable () -> Uptime
    private let state = Mutex(State())

    init(uptime: @escaping @Sendable () -> Uptime) {
        self.uptime = uptime
    }

    /// Whether a look that began then took so long, as when the process was stopped meanwhile, that it tells nothing about the clock.
    func isStale(_ began: Uptime) -> Bool { uptime().microseconds - began.microseconds >= Self.lookMicrosecondsMax }

    /// Whether an instant is what the last look lets expect. When it is not, nothing may be decided by it before another look.
    func agrees(with moment: Instant) -> Bool {
        let microseconds = uptime().microseconds
        return state.withLock { $0.moments.jump(database: UTCInstant(moment), uptimeMicroseconds: microseconds) == nil }
    }

    /// Why the schedule is held when a look found that, and nobody was told yet.
    func takeUntold() -> String? { state.withLock { $0.untold.take() } }

    func look(_ service: Service) async throws {
        let began = uptime()
        let (moment, tables) = try await service.pool.read(Actor.system.context, [Reading.query])
        guard !isStale(began) else { return }
        try await heed(Reading(tables[0], moment: moment, uptime: began), service)
    }

    /// Takes off what jumped since the last look; whether anything did. `lastRun`: of a job, by the clock of then, which stands in for the look
    /// before the first one; while no daemon looked the machine went on counting. What jumped is remembered as seen only when that was taken
    /// off for good: until then the next look finds it again, and nothing is decided by it.
    @discardableResult
    func heed(_ reading: Reading, since lastRun: (at: UTCInstant, uptimeMicroseconds: Int64)? = nil, _ service: Service) async throws
        -> Bool
    {
        guard let drift = compare(reading, lastRun) else { return false }
        let (total, seconds) = (reading.jumpedMicroseconds + drift, (Double(drift) / 1_000_000).rounded())
        let reason = "the clock of the database jumped by \(Int64(seconds)) seconds"
        let taken = try await service.asSystem { system -> (isOurs: Bool, isNews: Bool) in
            // Another daemon may have seen it at the same time.
            let taken = try await system.transaction.run(
                """
                update rehearsal_clock set jumped = \(total) * interval '1 microsecond'
                where jumped = \(reading.jumpedMicroseconds) * interval '1 microsecond'
                """)
            guard taken > 0 else { return (false, false) }
            let right = system.standing(at: Instant(microseconds: system.now.microseconds - drift))
            guard try await !Holds.hold(because: reason, in: right) else { return (true, true) }
            try await Holds.add(reason, in: right)
            return (true, false)
        }
        state.withLock { state in
            state.see(reading, takenOff: taken.isOurs ? drift : 0)
            if taken.isNews { state.untold = reason }
        }
        if !taken.isOurs { try await look(service) }
        return true
    }

    /// What is ours to take off. When it was changed since our last look, another daemon saw the same jump before.
    private func compare(_ reading: Reading, _ lastRun: (at: UTCInstant, uptimeMicroseconds: Int64)?) -> Int64? {
        state.withLock { state in
            if let lastRun, state.jumped == nil {
                let clock = UTCInstant(microseconds: lastRun.at.microseconds + reading.jumpedMicroseconds)
                _ = state.clock.look(database: clock, uptimeMicroseconds: lastRun.uptimeMicroseconds)
            }
            let isOurs = state.jumped.map { $0 == reading.jumpedMicroseconds } ?? true
            let drift = state.clock.jump(database: reading.clock, uptimeMicroseconds: reading.uptime.microseconds)
            if isOurs, let drift { return drift }
            state.see(reading, takenOff: 0)
            return nil
        }
    }
}
