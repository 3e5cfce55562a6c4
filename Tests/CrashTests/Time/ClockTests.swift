import Glibc
import Postgres
import ReviewClient
import ReviewService
import ReviewWire
import Support
import Testing

/// PostgreSQL's clock jumps, while the daemon runs and while it does not.
@Suite(.serialized) struct ClockTests {
    private static let settings = ["jobs.poll_milliseconds": "50"]
    /// What a jump leaves behind beside what the time brings about; while nobody delivers, the head's mail waits.
    private static func isMark(_ fault: String, mailIs state: String) -> Bool {
        ["hold ", "event schedule.held ", "event schedule.released ", "notice head alarm", "message head mail f \(state) 1 notices"]
            .contains { fault.hasPrefix("too much: " + $0) }
    }

    @Test(.enabled(if: ClockedServer.isHere))
    func `a jump holds the schedule until it is released, and then nothing was lost and nothing is told twice`() async throws {
        try await ClockedServer.with { clocked in
            let expected = try await TimeHouse.with(copyOf: DueScene.template, on: clocked.server) { house in
                try await house.with(.serve, settings: Self.settings) { serve in
                    try await Self.settle(house, serve)
                    try await house.sleep(until: Self.later)
                    try await Self.finish(house, serve)
                }
                return try await Effects(house.owner)
            }
            for jump in ["+1h", "-1h", "+1y"] {
                for isRunning in [true, false] {
                    try await TimeHouse.with(copyOf: DueScene.template, on: clocked.server) { house in
                        try await house.with(.serve, settings: Self.settings) { serve in
                            try await Self.settle(house, serve)
                            try await play(jump, isRunning: isRunning, clocked, house, serve)
                            try await Self.finish(house, serve)
                        }
                        let faults = try await Effects(house.owner).difference(from: expected).filter { !Self.isMark($0, mailIs: "sent") }
                        #expect(faults.isEmpty, "\(jump) \(isRunning)\n\(faults.joined(separator: "\n"))")
                    }
                }
            }
        }
    }

    @Test(.enabled(if: ClockedServer.isHere)) func `a jump in the middle of a job undoes what the job was about to do`() async throws {
        try await ClockedServer.with { clocked in
            try await TimeHouse.with(copyOf: DueScene.template, on: clocked.server) { house in
                try await house.with(.serve, settings: Self.settings) { serve in
                    let before = try await Effects(house.owner)
                    serve.gate.shut { _, said in said.hasPrefix("begin") }
                    try await serve.process.start()
                    try await house.until("began a transaction", of: serve) { serve.gate.shutAt != nil }
                    try clocked.set("+1y")
                    serve.gate.open()
                    try await house.until("held the schedule", of: serve) { try await house.holds(Self.isHeld) }
                    try await house.letLook(serve)
                    try clocked.set("+0")
                    let faults = try await Effects(house.owner).difference(from: before).filter { !Self.isMark($0, mailIs: "pending") }
                    #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
                }
            }
        }
    }

    /// The clock of the rehearsal before and after a week in which much becomes due.
    private static let earlier = "2026-12-01T12:00:00Z"
    private static let later = "2026-12-08T12:00:00Z"

    private static let isHeld: SQL = "select exists (select from schedule_hold where recipient is null and released_at is null)"
    private static let isAllDone: SQL = """
        select (select count(distinct job) = \(JobTable.all.count) from job_run where outcome = 'done')
            and not exists (select from alarm where state = 'pending' and fires_at <= clock_timestamp() + ahead) from rehearsal_clock
        """

    /// Everything is done that was due before.
    private static func settle(_ house: TimeHouse, _ serve: Worker) async throws {
        try await house.sleep(until: earlier)
        try await serve.process.start()
        try await house.until("settled", of: serve) { try await house.holds(isAllDone) }
    }

    /// Everything is done that is due now, and everything has left.
    private static func finish(_ house: TimeHouse, _ serve: Worker) async throws {
        // The next minute comes at once.
        _ = try await house.owner.flight(["delete from job_run"])
        try await house.until("finished", of: serve) { try await house.holds(isAllDone) }
        await serve.process.end(SIGTERM)
        try await house.sleep(until: "2026-12-09T12:00:00Z")
        var lives = Lives(house)
        try await lives.deliver()
    }

    private func play(_ jump: String, isRunning: Bool, _ clocked: ClockedServer, _ house: TimeHouse, _ serve: Worker) async throws {
        let before = try await Effects(house.owner)
        // Somebody who looks on hears of it at once.
        let clerk = isRunning ? try await house.connect(to: serve, as: "clerk") : nil
        var pushes = clerk?.pushes().makeAsyncIterator()
        if !isRunning { await serve.process.end(SIGTERM) }
        try clocked.set(jump)
        if !isRunning { try await serve.process.start() }
        let lastRun = try await house.count("select max(id) from job_run")
        try await house.until("held the schedule", of: serve) { try await house.holds(Self.isHeld) }
        if let clerk {
            let push = await pushes?.next()
            let err = try push?.object()["err"]?.text
            #expect(push?.number == 199 && err == "clock/held", "\(jump)")
            await clerk.close()
        }
        try await house.letLook(serve)
        let faults = try await Effects(house.owner).difference(from: before).filter { !Self.isMark($0, mailIs: "pending") }
        #expect(faults.isEmpty, "\(jump) \(isRunning)\n\(faults.joined(separator: "\n"))")
        #expect(
            try await house.holds("select count(*) = 0 from job_run where id > \(lastRun) and job <> 'self-check'"), "\(jump) \(isRunning)")

        // The clock is right again, and the week passes while everything stands still.
        try clocked.set("+0")
        try await house.sleep(until: Self.later)
        try await house.letLook(serve)
        #expect(
            try await house.holds("select count(*) = 0 from job_run where id > \(lastRun) and job <> 'self-check'"), "\(jump) \(isRunning)")
        try await release(house, serve)
        #expect(try await !house.holds("select exists (select from job_run where began_at > clock_timestamp())"))
    }

    private func release(_ house: TimeHouse, _ serve: Worker) async throws {
        let officer = try await house.connect(to: serve, as: "officer")
        let shown = try await officer.send(Request.reading("clock.show", body: nil)).orThrow()
        #expect(shown.result["held_since"]?.text != nil)
        #expect(try await officer.send(Request.reading("clock.advance to=2026-12-24T00:00:00Z", body: nil)).code == 450)
        try await officer.send(Request.reading("schedule.release reason=\"The clock was set right\"", body: nil)).orThrow()
        await officer.close()
    }
}
