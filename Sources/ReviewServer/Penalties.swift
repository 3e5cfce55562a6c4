import Synchronization

/// How long a login by password waits: longer after each failure, per login and per block of addresses, and never where it worked before.
///
/// The table is this process's own and bounded: it slows guessing down and decides nothing else.
package final class Penalties: Sendable {
    /// 0, ¼, ½, 1, 2, 4 and then 5 s.
    package static func waitMilliseconds(afterFailures failures: Int) -> Int {
        failures == 0 ? 0 : min(5000, 250 << min(failures - 1, 5))
    }

    private struct Count {
        var failures = 0
        var lastAtSeconds: Int64
    }

    private struct Table {
        var counts: [String: Count] = [:]
        var trusted: [String: Int64] = [:]
    }

    private let entriesMax: Int
    private let forgottenAfterSeconds: Int64
    private let table = Mutex(Table())

    package init(entriesMax: Int = 20_000, forgottenAfterSeconds: Int64 = 900) {
        self.entriesMax = entriesMax
        self.forgottenAfterSeconds = forgottenAfterSeconds
    }

    /// The wait in milliseconds before this attempt is answered, whether it succeeds or not.
    package func wait(login: String, block: String, atSeconds now: Int64) -> Int {
        table.withLock { table in
            guard table.trusted[Self.pair(login, block)] == nil else { return 0 }
            let failures = [Self.login(login), Self.block(block)].map { key in
                table.counts[key].map { now - $0.lastAtSeconds > forgottenAfterSeconds ? 0 : $0.failures } ?? 0
            }
            return Self.waitMilliseconds(afterFailures: failures.max() ?? 0)
        }
    }

    package func failed(login: String, block: String, atSeconds now: Int64) {
        table.withLock { table in
            for key in [Self.login(login), Self.block(block)] {
                var count = table.counts[key] ?? Count(lastAtSeconds: now)
                if now - count.lastAtSeconds > forgottenAfterSeconds { count.failures = 0 }
                count.failures += 1
                count.lastAtSeconds = now
                table.counts[key] = count
            }
            if table.counts.count > entriesMax { Self.thin(&table.counts, to: entriesMax * 3 / 4) { $0.lastAtSeconds } }
        }
    }

    package func succeeded(login: String, block: String, atSeconds now: Int64) {
        table.withLock { table in
            table.counts[Self.login(login)] = nil
            table.counts[Self.block(block)] = nil
            table.trusted[Self.pair(login, block)] = now
            if table.trusted.count > entriesMax { Self.thin(&table.trusted, to: entriesMax * 3 / 4) { $0 } }
        }
    }

    /// How many entries are held; a test sees that the table stays bounded.
    package var count: Int { table.withLock { $0.counts.count + $0.trusted.count } }

    private static func login(_ login: String) -> String { "l " + login.lowercased() }
    private static func block(_ block: String) -> String { "b " + block }
    private static func pair(_ login: String, _ block: String) -> String { login.lowercased() + " " + block }

    /// Drops the oldest entries, a quarter at once, so that the sort is paid seldom.
    private static func thin<Value>(_ entries: inout [String: Value], to count: Int, by age: (Value) -> Int64) {
        let keep = entries.sorted { age($0.value) > age($1.value) }.prefix(count)
        entries = Dictionary(uniqueKeysWithValues: keep.map { ($0.key, $0.value) })
    }
}
