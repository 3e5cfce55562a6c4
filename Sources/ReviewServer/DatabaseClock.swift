import NIOCore
import Postgres
import Synchronization

/// The database's clock, rehearsal lead included, as it was last seen and has run on since.
final class DatabaseClock: Sendable {
    private let aheadOfUptimeMicroseconds = Atomic<Int64>(0)

    var now: Instant {
        Instant(microseconds: Self.uptimeMicroseconds + aheadOfUptimeMicroseconds.load(ordering: .relaxed))
    }

    func set(_ now: Instant) {
        aheadOfUptimeMicroseconds.store(now.microseconds - Self.uptimeMicroseconds, ordering: .relaxed)
    }

    /// Milliseconds since the machine started: what limits are counted in, since nobody can move it.
    static var uptimeMilliseconds: Int64 { uptimeMicroseconds / 1000 }

    private static var uptimeMicroseconds: Int64 { Int64(NIODeadline.now().uptimeNanoseconds / 1000) }
}
