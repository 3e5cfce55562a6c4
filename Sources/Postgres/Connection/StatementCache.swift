/// Which statements the server has prepared for this connection, by text; bounded, the least recently used goes first.
struct StatementCache {
    enum Use: Equatable {
        /// Execute the statement of this name.
        case ready(String)
        /// Prepare it under this name first; `confirm` or `forget` must follow.
        case prepare(String)
        /// Send the text itself: another flight is still preparing it and may fail.
        case once
    }

    private struct Entry {
        let name: String
        /// The flight that prepares it; nil once the server has confirmed.
        var preparedBy: Int?
        var usedAt: Int
    }

    private let limit: Int
    private var entries: [String: Entry] = [:]
    private var evicted: [String] = []
    private var uses = 0
    private var names = 0

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int { entries.count }

    mutating func use(_ text: String, flight: Int) -> Use {
        uses += 1
        if let index = entries.index(forKey: text) {
            entries.values[index].usedAt = uses
            let entry = entries.values[index]
            return entry.preparedBy == nil || entry.preparedBy == flight ? .ready(entry.name) : .once
        }
        guard makeRoom() else { return .once }
        names += 1
        let name = "s\(names)"
        entries[text] = Entry(name: name, preparedBy: flight, usedAt: uses)
        return .prepare(name)
    }

    mutating func confirm(_ text: String) {
        entries[text]?.preparedBy = nil
    }

    /// A statement that the server has is deallocated later; one that it never had is just dropped.
    mutating func forget(_ text: String) {
        guard let entry = entries.removeValue(forKey: text) else { return }
        if entry.preparedBy == nil { evicted.append(entry.name) }
    }

    /// There is nothing to deallocate: a refused DEALLOCATE would undo the flight that it rides on.
    mutating func drop(_ text: String) { entries[text] = nil }

    /// Names that the server may drop, to be sent at the end of a flight: never before a ROLLBACK that must run first.
    mutating func takeEvicted() -> [String] {
        defer { evicted = [] }
        return evicted
    }

    mutating func evictAgain(_ name: String) {
        evicted.append(name)
    }

    private mutating func makeRoom() -> Bool {
        if entries.count < limit { return true }
        let oldest = entries.lazy.filter { $0.value.preparedBy == nil }.min { $0.value.usedAt < $1.value.usedAt }
        guard let oldest else { return false }
        forget(oldest.key)
        return true
    }
}
