/// Compares the database's clock with one that nobody can set, so that a jump of the former stops the schedule (DOMAIN §4).
package struct ClockGuard: Sendable {
    /// How far the two may drift apart between two looks, in seconds.
    package static let toleratedSeconds: Int64 = 60

    private var last: (database: UTCInstant, uptimeMicroseconds: Int64)?

    package init() {}

    /// By how many microseconds the database's clock jumped since the last look; nil while it goes as it should.
    package mutating func look(database: UTCInstant, uptimeMicroseconds: Int64) -> Int64? {
        defer { last = (database, uptimeMicroseconds) }
        return jump(database: database, uptimeMicroseconds: uptimeMicroseconds)
    }

    /// The same without a look of its own.
    package func jump(database: UTCInstant, uptimeMicroseconds: Int64) -> Int64? {
        guard let last else { return nil }
        let drift = (database.microseconds - last.database.microseconds) - (uptimeMicroseconds - last.uptimeMicroseconds)
        return abs(drift) > Self.toleratedSeconds * 1_000_000 ? drift : nil
    }
}
