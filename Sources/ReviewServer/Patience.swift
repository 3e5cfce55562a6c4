import NIOCore

/// How long a connection has kept the server waiting, and whether that is too long.
struct Patience {
    /// The time a peer has to read the last reply before the connection is closed under it.
    private static let farewell = TimeAmount.seconds(2)

    private let limits: TimeLimits
    private var restedAt = NIODeadline.now()
    private var frameBeganAt: NIODeadline?
    private var stalledAt: NIODeadline?
    private var closingAt: NIODeadline?

    init(_ limits: TimeLimits) {
        self.limits = limits
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

    mutating func closing() { closingAt = .now() }

    /// Whether the connection is to be closed at once: nobody reads the farewell, or nobody reads at all.
    var isGone: Bool {
        if let closingAt { return NIODeadline.now() - closingAt >= Self.farewell }
        return isOver(stalledAt, limits.stalledSeconds)
    }

    /// Whether the peer has been silent for too long, or is too long about one command.
    func isExhausted(isLoggedIn: Bool, isInsideFrame: Bool, isWatching: Bool) -> Bool {
        if isInsideFrame {
            return isOver(frameBeganAt ?? restedAt, isLoggedIn ? limits.requestSecondsAfterLogin : limits.requestSecondsBeforeLogin)
        }
        return !isWatching && isOver(restedAt, isLoggedIn ? limits.idleSecondsAfterLogin : limits.idleSecondsBeforeLogin)
    }

    private func isOver(_ since: NIODeadline?, _ seconds: Int) -> Bool {
        guard let since else { return false }
        return NIODeadline.now() - since >= .seconds(Int64(seconds))
    }
}
