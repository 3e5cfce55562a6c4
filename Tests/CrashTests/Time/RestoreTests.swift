import Glibc
import Postgres
import ReviewClient
import ReviewWire
import Support
import Testing

/// Yesterday's dump is restored after a week of which it knows nothing.
@Suite(.serialized) struct RestoreTests {
    private static let yesterday = "2026-12-01T12:00:00Z"
    private static let today = "2026-12-08T12:00:00Z"
    private static let settings = ["jobs.poll_milliseconds": "50"]

    @Test func `a restored database says what it may send a second time, asks first, and then brings about what was lost`() async throws {
        try await TimeHouse.with(copyOf: DueScene.template) { house in
            var lives = Lives(house)
            try await house.sleep(until: Self.yesterday)
            try await lives.bringAbout()
            let dump = try await Dump.of(house.database, in: TestCluster.shared.server())
            let waiting: [String] = try await house.owner.flight(["select lower(id) from outbox where state = 'pending'"])[0].rows(
                as: String.self)
            let lost = try await Self.week(house, &lives)
            #expect(waiting.count > 2 && lost.reminders > 5)

            try await TimeHouse.with(restored: dump) { restored in
                try await restored.sleep(until: Self.today)
                try await Self.seeThatNothingLeaves(restored)
                try await Self.askAndRelease(restored, waiting)
                var again = Lives(restored)
                try await restored.sleep(until: DueScene.morning)
                try await again.deliver()
                let faults = try await Effects(restored.owner).difference(from: lost.effects).filter { fault in
                    !["hold ", "event schedule.", "notice head alarm", "message head mail f sent 1 notices"].contains {
                        fault.hasPrefix("too much: " + $0)
                    }
                }
                #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
                // What waited in the dump had left since, and leaves again under the same Message-ID.
                let twice = Set(again.mail.counts.keys).intersection(lives.mail.counts.keys)
                #expect(twice.count > 2 && twice.allSatisfy { id in waiting.contains { id.hasPrefix("<\($0)@") } })
                #expect(try await again.mail.faults(in: restored.owner).isEmpty)
            }
        }
    }

    /// What happened after the dump and is not in it.
    private static func week(_ house: TimeHouse, _ lives: inout Lives) async throws -> (effects: Effects, reminders: Int) {
        try await lives.deliver()
        let known = try await house.count("select count(*) from reminder")
        try await house.sleep(until: today)
        _ = try await house.owner.flight(["delete from job_run"])
        try await lives.bringAbout()
        try await house.sleep(until: DueScene.morning)
        try await lives.deliver()
        return (try await Effects(house.owner), try await house.count("select count(*) from reminder") - known)
    }

    private static func seeThatNothingLeaves(_ house: TimeHouse) async throws {
        try await house.with(.deliver) { deliver in
            try await deliver.process.start()
            try await house.until("looked at the outbox", of: deliver) { deliver.gate.times("with due") > 3 }
            await deliver.process.end(SIGTERM)
            #expect(try MailLedger(of: deliver).total == 0)
            #expect(try deliver.words.contains("nothing leaves before the schedule is released"))
        }
    }

    private static func askAndRelease(_ house: TimeHouse, _ waiting: [String]) async throws {
        let told = try await house.count("select count(*) from outbox where state = 'pending' and not is_confidential")
        let due = try await house.count(
            "select count(*) from alarm, rehearsal_clock where state = 'pending' and fires_at <= clock_timestamp() + ahead")
        try await house.with(.serve, settings: settings) { serve in
            let before = try await Effects(house.owner)
            try await serve.process.start()
            try await house.until("held the schedule", of: serve) { try await house.holds("select exists (select from schedule_hold)") }
            try await house.letLook(serve)
            let faults = try await Effects(house.owner).difference(from: before)
            #expect(faults.count == 4, "\(faults)")
            let officer = try await house.connect(to: serve, as: "officer")
            let reason = try await officer.send(Request.reading("clock.show", body: nil)).orThrow().result["held_because"]?.text ?? ""
            #expect(reason.contains("\(told) messages and \(due) reminders may be sent a second time"), "\(reason)")
            try await house.with(.restored) { restored in
                try await restored.process.start()
                try await house.until("said it", of: restored) { try restored.words.contains("schedule.release") }
                let words = try restored.words
                for message in waiting { #expect(words.contains("  \(message)  ")) }
                #expect(words.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("  2026-") }.count == due)
            }
            try await officer.send(Request.reading("schedule.release reason=\"We know\"", body: nil)).orThrow()
            await officer.close()
            // The next minute comes at once.
            _ = try await house.owner.flight(["delete from job_run"])
            try await house.until("finished", of: serve) {
                try await house.holds("select exists (select from job_run where job = 'fire' and outcome = 'done')")
            }
            await serve.process.end(SIGTERM)
        }
    }
}
