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
    /// before the first one; while no daemon looked the machine went on counting.
    @discardableResult
    func heed(_ reading: Reading, since lastRun: (at: UTCInstant, uptimeMicroseconds: Int64)? = nil, _ service: Service) async throws
        -> Bool
    {
        guard let drift = compare(reading, lastRun) else { return false }
        let (total, seconds) = (reading.jumpedMicroseconds + drift, (Double(drift) / 1_000_000).rounded())
        let isOurs = try await service.asSystem { system in
            // Another daemon may have seen it at the same time.
            let taken = try await system.transaction.run(
                """
                update rehearsal_clock set jumped = \(total) * interval '1 microsecond'
                where jumped = \(reading.jumpedMicroseconds) * interval '1 microsecond'
                """)
            guard taken > 0 else { return false }
            let right = system.standing(at: Instant(microseconds: system.now.microseconds - drift))
            let reason = "the clock of the database jumped by \(Int64(seconds)) seconds"
            if try await Holds.hold(because: reason, in: right) {
                state.withLock { $0.untold = reason }
            } else {
                try await Holds.add(reason, in: right)
            }
            return true
        }
        guard isOurs else {
            try await look(service)
            return true
        }
        state.withLock { state in
            state.jumped = total
            let moment = UTCInstant(microseconds: reading.moment.microseconds - drift)
            _ = state.moments.look(database: moment, uptimeMicroseconds: reading.uptime.microseconds)
        }
        return true
    }

    /// What is ours to take off. When it was changed since our last look, another daemon saw the same jump before.
    private func compare(_ reading: Reading, _ lastRun: (at: UTCInstant, uptimeMicroseconds: Int64)?) -> Int64? {
        state.withLock { state in
            if let lastRun, state.jumped == nil {
                let clock = UTCInstant(microseconds: lastRun.at.microseconds + reading.jumpedMicroseconds)
                _ = state.clock.look(database: clock, uptimeMicroseconds: lastRun.uptimeMicroseconds)
            }
            let drift = state.clock.look(database: reading.clock, uptimeMicroseconds: reading.uptime.microseconds)
            let isOurs = state.jumped.map { $0 == reading.jumpedMicroseconds } ?? true
            state.jumped = reading.jumpedMicroseconds
            _ = state.moments.look(database: reading.moment, uptimeMicroseconds: reading.uptime.microseconds)
            return isOurs ? drift : nil
        }
    }
}
