import Synchronization

/// Makes guessing slow: attempts to log in by password wait longer after each failure of their login or of their block of addresses, and
/// those of one block take turns. Attempts at one login do not queue: a guesser could keep the queue full, and its person out.
///
/// Who has logged in from an address before is counted by that pair alone: guesses from elsewhere, be it from next door, slow nobody down who
/// is known here.
/// The tables are this process's own and bounded, and they decide nothing else.
package final class Penalties: Sendable {
    /// How many attempts may wait for one key.
    private static let pendingMax = 8

    /// 0, ¼, ½, 1, 2, 4 and then 5 s.
    package static func waitMilliseconds(afterFailures failures: Int) -> Int64 {
        failures == 0 ? 0 : min(5000, 250 << min(Int64(failures) - 1, 5))
    }

    /// The place of one attempt in the queues of its keys, until it is settled.
    package struct Turn: Sendable {
        /// Before the attempt is answered, whether it succeeds or not.
        package let waitMilliseconds: Int64
        fileprivate let keys: [Key]
        fileprivate let pair: Key
    }

    /// What failures are counted by.
    fileprivate enum Key: Hashable {
        case login(String)
        case block(String)
        case pair(login: String, source: String)

        /// Whether attempts wait for one another.
        var isQueue: Bool { if case .login = self { false } else { true } }
    }

    private struct Record {
        var failures = 0
        var pending = 0
        /// When the last of those that wait will be answered.
        var busyUntil: Int64 = 0
        var lastAt: Int64
    }

    private struct Table {
        var counted: [Key: Record] = [:]
        /// By pairs that have logged in.
        var trusted: [Key: Record] = [:]

        subscript(key: Key) -> Record? {
            get { if case .pair = key { trusted[key] } else { counted[key] } }
            set { if case .pair = key { trusted[key] = newValue } else { counted[key] = newValue } }
        }
    }

    private let entriesMax: Int
    private let forgottenAfterMilliseconds: Int64
    private let table = Mutex(Table())

    package init(entriesMax: Int = 20_000, forgottenAfterMilliseconds: Int64 = 900_000) {
        self.entriesMax = entriesMax
        self.forgottenAfterMilliseconds = forgottenAfterMilliseconds
    }

    /// The next turn for an attempt, to be given back by `settle`; nil when too many wait already. Instants are milliseconds of one clock.
    /// `source` is the address within `block`, of IPv6 the whole /64.
    package func turn(login: String, block: String, source: String, at now: Int64) -> Turn? {
        // A login has at most 63 octets: a longer one is nobody's, and need not be kept whole.
        let login = String(decoding: login.lowercased().utf8.prefix(64), as: UTF8.self)
        let pair = Key.pair(login: login, source: source)
        return table.withLock { table in
            let keys: [Key] = table[pair] == nil ? [.login(login), .block(block)] : [pair]
            guard keys.allSatisfy({ table[$0]?.pending ?? 0 < Self.pendingMax }) else { return nil }
            var answeredAt = now
            for key in keys {
                var record = table[key] ?? Record(lastAt: now)
                if now - record.lastAt > forgottenAfterMilliseconds { record.failures = 0 }
                let start = key.isQueue ? max(now, record.busyUntil) : now
                record.busyUntil = start + Self.waitMilliseconds(afterFailures: record.failures)
                if key.isQueue { record.pending += 1 }
                record.lastAt = now
                table[key] = record
                answeredAt = max(answeredAt, record.busyUntil)
            }
            thin(&table.counted)
            return Turn(waitMilliseconds: answeredAt - now, keys: keys, pair: pair)
        }
    }

    /// Ends a turn. Success makes its login known at its address, and takes back no other's failures: one's own login is no licence to guess.
    package func settle(_ turn: Turn, succeeded: Bool, at now: Int64) {
        table.withLock { table in
            for key in turn.keys {
                guard var record = table[key] else { continue }
                if key.isQueue { record.pending -= 1 }
                if !succeeded { record.failures += 1 }
                record.lastAt = now
                table[key] = record.failures > 0 || record.pending > 0 ? record : nil
            }
            guard succeeded else { return }
            var known = table[turn.pair] ?? Record(lastAt: now)
            known.failures = 0
            table[turn.pair] = known
            thin(&table.trusted)
        }
    }

    /// How many entries are held; a test sees that the tables stay bounded.
    package var count: Int { table.withLock { $0.counted.count + $0.trusted.count } }

    /// Drops the oldest entries of a table that is full, a quarter at once, so that the sort is paid seldom.
    private func thin(_ entries: inout [Key: Record]) {
        guard entries.count > entriesMax else { return }
        let kept = entries.sorted { $0.value.lastAt > $1.value.lastAt }.prefix(entriesMax * 3 / 4)
        entries = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}
