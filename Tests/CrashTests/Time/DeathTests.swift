import Foundation
import Support
import Testing

/// `reviewd serve` and `reviewd deliver` are killed before each statement that they say while they fire, reconcile and deliver
/// (`scripts/crash` runs the full count).
@Suite(.serialized) struct DeathTests {
    /// All boundaries of one daemon, in an order of chance, again and again.
    private struct Walk {
        let count: Int
        private(set) var seen: Set<Int> = []
        private var left: [Int] = []

        init(_ count: Int) { self.count = count }

        mutating func next(using generator: inout SeededGenerator) -> Int {
            if left.isEmpty { left = (1...count).shuffled(using: &generator) }
            let number = left.removeLast()
            seen.insert(number)
            return number
        }
    }

    @Test func `at whatever statement a daemon dies, what is due happens once and every mail leaves`() async throws {
        let rounds = ProcessInfo.processInfo.environment["REVIEWD_CRASH_TIME_ROUNDS"].flatMap { Int($0) } ?? 3
        var generator = SeededGenerator.printed()
        let (expected, statements) = try await DueScene.undisturbed
        var walks = statements.mapValues { Walk($0) }
        var (kills, mails, again) = (0, 0, 0)
        var faults: [String] = []
        for round in 1...rounds {
            var deaths: [Worker.Duty: [Int]] = [:]
            for duty in [Worker.Duty.serve, .deliver] {
                deaths[duty] = [walks[duty]?.next(using: &generator) ?? 1]
                // Now and then it dies again while it mends what its death left.
                if Bool.random(using: &generator) { deaths[duty]?.append(Int.random(in: 1...(statements[duty] ?? 1), using: &generator)) }
            }
            let found = try await TimeHouse.with(copyOf: DueScene.template) { house in
                var lives = Lives(house)
                try await lives.run(deaths: deaths)
                (kills, mails, again) = (kills + lives.kills, mails + lives.mail.total, again + lives.mail.again)
                return try await Effects(house.owner).difference(from: expected) + lives.mail.faults(in: house.owner)
            }
            faults += found.map { "round \(round), \(deaths): \($0)" }
        }
        let coverage = walks.sorted { $0.key.rawValue > $1.key.rawValue }.map {
            "\($0.value.seen.count) of the \($0.value.count) statements of \($0.key.rawValue)"
        }
        print(
            """
            \(rounds) rounds, \(kills) kills, before \(coverage.joined(separator: " and ")): \(expected.lines.count) effects each time, \
            \(mails) mails left, \(again) of them again under the same Message-ID, \(faults.count) faults
            """)
        #expect(faults.isEmpty, "\(faults.prefix(20).joined(separator: "\n"))")
        // Each boundary comes once before any comes twice.
        for walk in walks.values { #expect(walk.seen.count == min(rounds, walk.count)) }
        #expect(expected.lines.contains { $0.hasPrefix("agenda") })
    }
}
