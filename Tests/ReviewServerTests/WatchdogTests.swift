import Logging
import Postgres
import ReviewModel
import ReviewServer
import ReviewService
import Support
import Synchronization
import Testing

/// The service manager hears of life only while there is progress.
@Suite struct WatchdogTests {
    @Test func `life is PostgreSQL's answer and a scheduler that got something done within a minute`() {
        #expect(Watchdog.verdict(databaseFault: nil, idle: .seconds(5)) == .alive)
        #expect(Watchdog.verdict(databaseFault: nil, idle: .seconds(60)) == .alive)
        #expect(
            Watchdog.verdict(databaseFault: nil, idle: .seconds(61))
                == .silent(because: "the scheduler has got nothing done for 61 s"))
        #expect(Watchdog.verdict(databaseFault: "it is away", idle: .zero) == .silent(because: "it is away"))
    }

    @Test func `a look, each job and a held schedule are progress; a job that is stuck is not`() async throws {
        try await PeopledService.with { house in
            let (clock, pulse) = (JobClock(house.service), house.service.pulse)
            var last = pulse.lastBeat
            #expect(try await clock.tick() == nil)
            #expect(pulse.lastBeat > last)

            last = pulse.lastBeat
            try await house.done("officer", "schedule.hold reason=\"The clock is being looked at\"")
            #expect(try await clock.tick() == nil)
            #expect(pulse.lastBeat > last)
            try await house.done("officer", "schedule.release reason=\"The clock is right\"")

            let jam = try await Connection.open(house.installation.owner)
            _ = try await jam.flight(["begin"])
            _ = try await jam.flight(["lock table job_run in access exclusive mode"])
            last = pulse.lastBeat
            let stuck = Task { try await clock.tick() }
            let isWaiting: SQL = "select exists (select from pg_locks where not granted and relation = 'reviewd.job_run'::regclass)"
            while try await !jam.flight([isWaiting])[0].decode(0, as: Bool.self) { await Task.yield() }
            #expect(pulse.lastBeat == last)
            _ = try await jam.flight(["rollback"])
            #expect(try await stuck.value == nil)
            #expect(pulse.lastBeat > last)
            await jam.close()
        }
    }

    @Test func `a scheduler that is stuck is reported in the log, and the service manager hears nothing`() async throws {
        try await TestHouse.with { house in
            let manager = NotifySocket()
            let notify = Notify(environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "20000"])
            let (events, continuation) = AsyncStream.makeStream(of: Event.self)
            let journal = Journal(Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) { continuation.yield($0) }
            // Nothing beats the pulse in this house, and any time is too long.
            let watchdog = Watchdog(notify, service: house.service, server: house.server, journal: journal, patience: .zero)
            let running = Task { try await watchdog.run() }
            for await event in events {
                guard case .watchdogSilent(let reason) = event else { continue }
                #expect(reason.hasPrefix("the scheduler has got nothing done for "))
                break
            }
            running.cancel()
            _ = await running.result
            #expect(manager.here().isEmpty)

            let patient = Task { try await Watchdog(notify, service: house.service, server: house.server).run() }
            #expect(await manager.next() == "WATCHDOG=1\n")
            patient.cancel()
            _ = await patient.result
        }
    }
}
