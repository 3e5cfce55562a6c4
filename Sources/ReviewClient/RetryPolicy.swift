/// How often and how patiently a request is tried again.
package struct RetryPolicy: Sendable {
    /// Attempts in all, the first included.
    package var attemptsMax: Int
    /// The pause before the second attempt; each later one is twice as long.
    package var firstPauseMilliseconds: Int64
    package var pauseMillisecondsMax: Int64

    package init(attemptsMax: Int = 8, firstPauseMilliseconds: Int64 = 100, pauseMillisecondsMax: Int64 = 5_000) {
        self.attemptsMax = attemptsMax
        self.firstPauseMilliseconds = firstPauseMilliseconds
        self.pauseMillisecondsMax = pauseMillisecondsMax
    }

    /// The pause after so many failed attempts, between half and all of its step so that many clients do not return together.
    func pauseMilliseconds(afterAttempt attempt: Int) -> Int64 {
        let step = min(firstPauseMilliseconds << Int64(min(attempt - 1, 20)), pauseMillisecondsMax)
        return Int64.random(in: step / 2...max(step, 1))
    }
}
