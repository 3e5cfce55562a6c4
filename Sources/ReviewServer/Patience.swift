import NIOCore

/// How long a connection has kept the server waiting, and whether that is too long.
struct Patience {
    /// The time a peer has to read the last reply before the connection is closed under it.
    private static let farewell = TimeAmount.seconds(2)

    private let limits: TimeLimits
    private var restedAt: NIODeadline
    private var frameBeganAt: NIODeadline?
    private var stalledAt: NIODeadline?
    private var endingAt: NIODeadline?
    private var saidAllAt: NIODeadline?

    init(_ limits: TimeLimits, at now: NIODeadline = .now()) {
        self.limits = limits
        restedAt = now
    }

    /// How often to look: a quarter of the shortest limit.
    var interval: TimeAmount {
        let shortest = [limits.idleSecondsBeforeLogin, limits.requestSecondsBeforeLogin, limits.stalledSeconds, 8].min() ?? 8
        return .milliseconds(Int64(shortest) * 250)
    }

    mutating func octetsCame() { if frameBeganAt == nil { frameBeganAt = .now() } }

    mutating func frameCame() {
        frameBeganAt = nil
        restedAt = .now()
    }

    mutating func answered() { restedAt = .now() }

    mutating func stalled(_ isStalled: Bool) { stalledAt = isStalled ? .now() : nil }

    /// Nothing more is begun: the peer has as long as one that stalls to take what is left for it.
    mutating func ending(at now: NIODeadline = .now()) { endingAt = now }

    /// The peer was handed the last octets.
    mutating func saidAll(at now: NIODeadline = .now()) { saidAllAt = now }

    /// Whether the connection is to be closed at once: nobody reads the farewell, or nobody reads at all.
    func isGone(at now: NIODeadline = .now()) -> Bool {
        if let saidAllAt { return now - saidAllAt >= Self.farewell }
        return isOver(endingAt ?? stalledAt, limits.stalledSeconds, at: now)
    }

    /// Whether the peer has been silent for too long, or is too long about one command.
    func isExhausted(isLoggedIn: Bool, isInsideFrame: Bool, isWatching: Bool) -> Bool {
        if isInsideFrame {
            return isOver(frameBeganAt ?? restedAt, isLoggedIn ? limits.requestSecondsAfterLogin : limits.requestSecondsBeforeLogin)
        }
        return !isWatching && isOver(restedAt, isLoggedIn ? limits.idleSecondsAfterLogin : limits.idleSecondsBeforeLogin)
    }

    private func isOver(_ since: NIODeadline?, _ seconds: Int, at now: NIODeadline = .now()) -> Bool {
        guard let since else { return false }
        return now - since >= .seconds(Int64(seconds))
    }
}
