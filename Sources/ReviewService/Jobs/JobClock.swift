import Postgres
import ReviewModel
import Synchronization

/// Decides again and again which jobs are due, for one daemon; there is no leader among several.
package final class JobClock: Sendable {
    private struct State {
        var clock = ClockGuard()
        var hasStarted = false
    }

    private let service: Service
    private let observe: @Sendable (JobRun) -> Void
    private let beginning = ContinuousClock.now
    private let state = Mutex(State())

    /// `observe` is told of every run that has ended.
    package init(_ service: Service, observe: @escaping @Sendable (JobRun) -> Void = { _ in }) {
        (self.service, self.observe) = (service, observe)
    }

    /// Runs what is due, in the order of the table. Answers why the schedule is held when this very look found that the clock jumped.
    package func tick() async throws -> String? {
        let tables = try await service.pool.read(
            Actor.system.context,
            [
                "select real_moment(), exists (select from schedule_hold where recipient is null and released_at is null)",
                """
                select job, began_at from unnest(\(JobTable.all.map(\.name))::text[]) as job,
                    lateral (select began_at from job_run r where r.job = job.job order by began_at desc limit 1) as last
                """,
            ]
        ).tables
        let (now, isHeld) = try tables[0].decode(0, as: (UTCInstant, Bool).self)
        let lastRuns = Dictionary(try tables[1].rows(as: (String, UTCInstant).self), uniquingKeysWith: { first, _ in first })
        if let reason = jump(now, lastRuns) {
            let isNew = try await service.asSystem { try await Holds.hold(because: reason, in: $0) }
            if isNew {
                service.pulse.beat()
                return reason
            }
        }
        let isStart = state.withLock { state in
            defer { state.hasStarted = true }
            return !state.hasStarted
        }
        service.pulse.beat()
        for job in JobTable.all where !isHeld || !job.heedsHold {
            guard isDue(job, lastRuns[job.name], now) || (isStart && job.name == Job.reconcile.name) else { continue }
            try await run(job)
        }
        return nil
    }

    private func isDue(_ job: Job, _ lastRunAt: UTCInstant?, _ now: UTCInstant) -> Bool {
        guard service.jobs.jobs[job.name] != nil else { return false }
        guard let lastRunAt else { return true }
        return service.jobs.next(job.name, after: lastRunAt).map { now >= $0 } ?? false
    }

    /// A clock that stands before the last run of a job was set back while no daemon looked.
    private func jump(_ now: UTCInstant, _ lastRuns: [String: UTCInstant]) -> String? {
        let uptime = (ContinuousClock.now - beginning).components
        let microseconds = uptime.seconds * 1_000_000 + uptime.attoseconds / 1_000_000_000_000
        let (seconds, isStart) = state.withLock { ($0.clock.jump(database: now, uptimeMicroseconds: microseconds), !$0.hasStarted) }
        if let seconds { return "the clock of the database jumped by \(seconds) seconds" }
        guard isStart, let last = lastRuns.values.max(), now.adding(seconds: ClockGuard.toleratedSeconds) < last else { return nil }
        return "the clock of the database stands before the last run of a job, \(last)"
    }

    /// Runs a job and writes that it ran; a failure is written too, and does not keep the others from running. Answers how many things happened.
    @discardableResult
    package func run(_ job: Job) async throws -> Int {
        let began = ContinuousClock.now
        let begunAt = try await service.pool.read(Actor.system.context, ["select real_moment()"]).tables[0].decode(0, as: UTCInstant.self)
        var happened = 0
        var failure: String?
        do {
            let outcome = try await job.run(service)
            happened = outcome.happened
            if outcome.failures > 0 { failure = "reviews that could not be carried on: \(outcome.failures); the log says why" }
        } catch let error where !(error is ConnectionFailure || error is CancellationError) {
            service.report(Fault(number: "job", verb: "job \(job.name)", what: String(describing: error)))
            failure = "the log says why"
        }
        try await service.asSystem { [happened, failure] in
            try await JobRuns.store(job, begunAt, happened: happened, failure: failure, in: $0)
        }
        let run = JobRun(job: job.name, happened: happened, isFailure: failure != nil, duration: .now - began)
        service.metrics.count(.jobRuns, [("job", run.job), ("outcome", run.isFailure ? "failed" : "done")])
        service.metrics.time(.jobSeconds, run.duration, [("job", run.job)])
        service.pulse.beat()
        observe(run)
        return happened
    }
}

/// One run of a job that has ended, as the log is told of it.
package struct JobRun: Sendable, Equatable {
    package let job: String
    package let happened: Int
    package let isFailure: Bool
    package let duration: Duration
}
