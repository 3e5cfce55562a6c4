/// How long to leave a server alone that could not be reached: twice as long after each failure, within bounds.
struct Backoff {
    private static let first = Duration.milliseconds(50)
    private static let longest = Duration.seconds(1)

    private(set) var failures = 0
    private var notBefore: ContinuousClock.Instant?

    /// When the next attempt may be made; nil when the last one succeeded.
    var nextAttemptAt: ContinuousClock.Instant? { notBefore }

    /// Attempts that were made side by side and failed together count once.
    mutating func failed(at now: ContinuousClock.Instant) {
        if let notBefore, now < notBefore { return }
        notBefore = now + min(Backoff.longest, Backoff.first * (1 << min(failures, 10)))
        failures += 1
    }

    mutating func succeeded() {
        failures = 0
        notBefore = nil
    }
}
