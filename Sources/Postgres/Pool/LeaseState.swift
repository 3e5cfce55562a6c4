/// Which leases are out, idle or waited for: a value without I/O. Whoever waits longest is served first.
struct LeaseState<Item, Waiter> {
    enum Grant {
        case item(Item)
        /// A place is free: the caller opens a connection for itself.
        case open
        case wait
        case exhausted
        case stopped
    }

    private let limit: Int
    private let waitingMax: Int
    private var idle: [Item] = []
    private var waiting = Fifo<(id: Int, waiter: Waiter)>()
    private var ids = 0
    private var isStopped = false
    /// Places taken: leased, idle, or being opened.
    private(set) var taken = 0

    init(limit: Int, waitingMax: Int) {
        self.limit = limit
        self.waitingMax = waitingMax
    }

    var waitingCount: Int { waiting.count }
    var idleCount: Int { idle.count }

    mutating func request() -> Grant {
        if isStopped { return .stopped }
        // Nobody overtakes those who wait already.
        guard waiting.isEmpty else { return waiting.count < waitingMax ? .wait : .exhausted }
        if let item = idle.popLast() { return .item(item) }
        if taken < limit {
            taken += 1
            return .open
        }
        return waitingMax > 0 ? .wait : .exhausted
    }

    mutating func nextID() -> Int {
        ids += 1
        return ids
    }

    mutating func wait(_ waiter: Waiter, id: Int) {
        waiting.append((id, waiter))
    }

    mutating func cancel(_ id: Int) -> Waiter? {
        waiting.remove { $0.id == id }?.waiter
    }

    /// The item is free again: the first waiter who gets it, or nil when it is kept (or, once stopped, to be closed).
    mutating func giveBack(_ item: Item) -> (waiter: Waiter?, isKept: Bool) {
        if let next = waiting.popFirst() { return (next.waiter, true) }
        if isStopped {
            taken -= 1
            return (nil, false)
        }
        idle.append(item)
        return (nil, true)
    }

    /// An item is gone or could not be opened: the first waiter, who may take its place.
    mutating func drop() -> Waiter? {
        if let next = waiting.popFirst() { return next.waiter }
        taken -= 1
        return nil
    }

    /// The server is away: everyone who waits is told so instead of asking for it one after another.
    mutating func dismissWaiting() -> [Waiter] {
        waiting.removeAll().map(\.waiter)
    }

    /// From now on nothing is granted; returns what is idle and who waits.
    mutating func stop() -> (idle: [Item], waiting: [Waiter]) {
        isStopped = true
        defer { idle = [] }
        taken -= idle.count
        return (idle, dismissWaiting())
    }
}
