import Foundation
import Postgres
import ReviewService

/// What happens to an installation while nobody speaks to it.
extension PeopledService {
    /// Adds reviews in which three nominations are owed and nobody delivers anything, as `Benchmarks/alarms.sql` has them.
    package func fill(reviews: Int) async throws {
        let text = try String(contentsOfFile: TestCluster.root + "/Benchmarks/alarms.sql", encoding: .utf8)
        try await administer("set fill.reviews = '\(reviews)';\n" + text)
    }

    /// The clock goes on while no daemon runs.
    package func sleep(until moment: String) async throws {
        // clock_timestamp(): the test is the clock
        try await administer("update rehearsal_clock set ahead = '\(moment)'::timestamptz - clock_timestamp()")
    }

    /// Runs statements as the cluster's superuser, whom row-level security does not bind.
    package func administer(_ script: String) async throws {
        let connection = try await Connection.open(installation.superuser.with(database: installation.database))
        try await connection.script("set search_path = reviewd, public;\n" + script)
        await connection.close()
    }

    /// The only column of the only row, read as the system.
    package func count(_ query: SQL) async throws -> Int {
        try await service.pool.read(Actor.system.context, [query]).tables[0].decode(0, as: Int.self)
    }

    /// The one text column of a query, as the system sees it.
    package func texts(_ query: SQL) async throws -> [String] {
        try await service.pool.read(Actor.system.context, [query]).tables[0].rows(as: String.self)
    }

    /// One change as the system makes it.
    package func change(_ statement: SQL) async throws {
        _ = try await service.pool.transaction(Actor.system.context) { try await $0.run(statement) }
    }
}
