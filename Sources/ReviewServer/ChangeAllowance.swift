import NIOCore
import Synchronization

/// How many changes those who are not logged in may ask for: so many a minute for each block of addresses, tried ones (`dry=yes`) included.
///
/// This process's own, and begun anew each minute; it keeps one flood from filling the list of applicants.
final class ChangeAllowance: Sendable {
    static let perMinuteMax = 30

    private struct Minute {
        var number: Int64
        var counts: [String: Int] = [:]
    }

    private let minute = Mutex(Minute(number: 0))

    /// Seconds to wait, or nil when the change may be tried now.
    func wait(block: String, atSeconds now: Int64) -> Int? {
        minute.withLock { minute in
            if now / 60 != minute.number { minute = Minute(number: now / 60) }
            guard minute.counts[block, default: 0] < Self.perMinuteMax else { return Int(60 - now % 60) }
            minute.counts[block, default: 0] += 1
            return nil
        }
    }
}
