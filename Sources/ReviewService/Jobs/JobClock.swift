import Postgres
import ReviewModel
import Synchronization

/// Decides again and again which jobs are due, for one daemon; there is no leader among several.
package final class JobClock: Sendable {
    private struct State {
        var hasStarted = false
        /// Whether the database was found to be restored, and the schedule held for it.
        var isElsewhere = false
    }

    private let service: Service
    private let observe: @Sendable (JobRun) -> Void
    private let state = Mutex(State())

    /// `observe` is told of every run that has ended.
    package init(_ service: Service, observe: @escaping @Sendable (JobRun) -> Void = { _ in }) {
        (self.service, self.observe) = (service, observe)
    }

    /// Runs what is due, in the order of the table. Answers why the schedule is held when this daemon found that the clock jumped, and said so
    /// to nobody yet.
    package func tick() async throws -> String? {
        let clock = service.clock
        let uptime = clock.uptime()
        let (moment, tables) = try await service.pool.read(
            Actor.system.context,
            [
                ClockWatch.Reading.query,
                "select real_moment(), exists (select from schedule_hold where recipient is null and released_at is null)",
            ]
                + JobRuns.last(boot: uptime.boot) + [Restores.isElsewhere])
        guard !clock.isStale(uptime) else { return nil }
        let (now, isHeld) = try tables[1].decode(0, as: (UTCInstant, Bool).self)
        let lastRuns = Dictionary(try tables[2].rows(as: (String, UTCInstant).self), uniquingKeysWith: { first, _ in first })
        service.pulse.beat()
        let isElsewhere = try tables[4].decode(0, as: Bool.self)
        let (isStart, wasElsewhere) = state.withLock { state in
            defer { (state.hasStarted, state.isElsewhere) = (true, isElsewhere) }
            return (!state.hasStarted, state.isElsewhere)
        }
        guard !isElsewhere else {
            return wasElsewhere ? nil : try await service.asSystem { try await Restores.hold(in: $0).reason }
        }
        let reading = try ClockWatch.Reading(tables[0], moment: moment, uptime: uptime)
        let lastRun = try isStart ? tables[3].rows(as: (UTCInstant, Int64).self).first.map { (at: $0.0, uptimeMicroseconds: $0.1) } : nil
        if try await clock.heed(reading, since: lastRun, service) { return clock.takeUntold() }
        if let told = clock.takeUntold() { return told }
        if isStart, let reason = setback(now, lastRuns.values.max()) {
            let isNew = try await service.asSystem { try await Holds.hold(because: reason, in: $0) }
            return isNew ? reason : nil
        }
        do {
            for job in JobTable.all where !isHeld || !job.heedsHold {
                guard isDue(job, lastRuns[job.name], now) || (isStart && job.name == Job.reconcile.name) else { continue }
                try await run(job)
            }
        } catch is ClockJump {
            return try await tick()
        }
        return nil
    }

    private func isDue(_ job: Job, _ lastRunAt: UTCInstant?, _ now: UTCInstant) -> Bool {
        guard service.jobs.jobs[job.name] != nil else { return false }
        guard let lastRunAt else { return true }
        return service.jobs.next(job.name, after: lastRunAt).map { now >= $0 } ?? false
    }

    /// A clock that stands before the last run of a job was set back while no daemon looked, be it on another machine. By how much cannot be
    /// known, so that it is taken as it is.
    private func setback(_ now: UTCInstant, _ lastRunAt: UTCInstant?) -> String? {
        guard let lastRunAt, now.adding(seconds: ClockGuard.toleratedSeconds) < lastRunAt else { return nil }
        return "the clock of the database stands before the last run of a job, \(lastRunAt)"
    }

    /// Runs a job and writes that it ran; a failure is written too, and does not keep the others from running. Answers how many things happened.
    @discardableResult
    package func run(_ job: Job) async throws -> Int {
        let began = ContinuousClock.now
        let clock = service.clock
        let (moment, tables) = try await service.pool.read(Actor.system.context, ["select real_moment()"])
        let begun = JobRuns.Beginning(at: try tables[0].decode(0, as: UTCInstant.self), uptime: clock.uptime())
        guard clock.agrees(with: moment) else { throw ClockJump() }
        var happened = 0
        var failure: String?
        do {
            let outcome = try await job.run(service) { moment in
                if !clock.agrees(with: moment) { throw ClockJump() }
            }
            happened = outcome.happened
            if outcome.failures > 0 { failure = "reviews that could not be carried on: \(outcome.failures); the log says why" }
        } catch let error where !(error is ConnectionFailure || error is CancellationError || error is ClockJump) {
            service.report(Fault(number: "job", verb: "job \(job.name)", what: String(describing: error)))
            failure = "the log says why"
        }
        try await service.asSystem { [happened, failure] in
            try await JobRuns.store(job, begun, happened: happened, failure: failure, in: $0)
        }
        let run = JobRun(job: job.name, happened: happened, isFailure: failure != nil, duration: .now - began)
        service.metrics.count(.jobRuns, [("job", run.job), ("outcome", run.isFailure ? "failed" : "done")])
        service.metrics.time(.jobSeconds, run.duration, [("job", run.job)])
        service.pulse.beat()
        observe(run)
        return happened
    }

    /// As an operator asks for it; 450 while the schedule is held and the job heeds that.
    package func runByHand(_ job: Job) async throws -> Int {
        try await service.asSystem { system in
            if try await system.transaction.one(Restores.isElsewhere, as: Bool.self) { try await Restores.hold(in: system) }
        }
        if job.heedsHold { try await service.asSystem { try await Holds.requireNone(in: $0) } }
        return try await run(job)
    }
}

/// One run of a job that has ended, as the log is told of it.
package struct JobRun: Sendable, Equatable {
    package let job: String
    package let happened: Int
    package let isFailure: Bool
    package let duration: Duration
}
