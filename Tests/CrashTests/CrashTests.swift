import Foundation
import Glibc
import ReviewClient
import Support
import Testing

/// Sixteen clients submit while the daemon, or its PostgreSQL, is killed again and again (`scripts/crash` runs the full counts).
@Suite(.serialized) struct CrashTests {
    /// From the environment, else small enough for every run of the tests.
    private static func rounds(_ name: String, _ few: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? few
    }

    @Test func `what was acknowledged is stored once, however often the daemon is killed`() async throws {
        let rounds = Self.rounds("REVIEWD_CRASH_ROUNDS", 5)
        var generator = SeededGenerator.printed()
        try await CrashHouse.with("daemon", seed: generator.next()) { house in
            let running = Task { await house.submitters.run() }
            for _ in 0..<rounds {
                if Int.random(in: 0..<5, using: &generator) == 0 {
                    // Also while it starts.
                    await Pause.real.wait(Int64.random(in: 0...500, using: &generator))
                } else {
                    try await house.ledger.progress(by: Int.random(in: 1...48, using: &generator))
                    await Pause.real.wait(Int64.random(in: 0...30, using: &generator))
                }
                await house.daemon.end(SIGKILL)
                try await house.daemon.start()
            }
            try await conclude(house, running, after: "\(rounds) kills of the daemon")
        }
    }

    @Test func `what was acknowledged is stored once, however often PostgreSQL stops at once, and the daemon lives on`() async throws {
        let rounds = Self.rounds("REVIEWD_CRASH_SERVER_ROUNDS", 2)
        var generator = SeededGenerator.printed()
        try await CrashHouse.with("server", seed: generator.next()) { house in
            let process = await house.daemon.processID
            let running = Task { await house.submitters.run() }
            for _ in 0..<rounds {
                try await house.ledger.progress(by: Int.random(in: 1...48, using: &generator))
                await Pause.real.wait(Int64.random(in: 0...30, using: &generator))
                try await house.server.stopAtOnce()
                await Pause.real.wait(Int64.random(in: 0...300, using: &generator))
                try await house.server.start()
            }
            try await conclude(house, running, after: "\(rounds) immediate stops of PostgreSQL")
            #expect(await house.daemon.processID == process)
        }
    }

    /// Lets every client hear the end of what it began, and compares.
    private func conclude(_ house: CrashHouse, _ running: Task<Void, Never>, after what: String) async throws {
        try await house.ledger.progress(by: Submitters.count)
        await house.ledger.finish()
        await running.value
        let verdict = try await Verdict(house.ledger, prefix: house.submitters.prefix, in: house.database)
        let (acknowledged, replays) = (await house.ledger.documents.count, await house.ledger.replays)
        print("\(what): \(acknowledged) acknowledged, \(verdict.stored) stored, \(replays) answered again, \(verdict.faults.count) faults")
        #expect(verdict.faults.isEmpty, "\(verdict.faults.prefix(20).joined(separator: "\n"))")
        #expect(acknowledged >= Submitters.count)
    }
}
