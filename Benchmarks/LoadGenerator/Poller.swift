import Foundation

/// poll(2): which of a few sockets have something to say.
struct Poller {
    private var entries: [pollfd] = []

    mutating func add(_ socket: Int32) { entries.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }

    /// Wakes up for writing too, as long as something is left to write.
    mutating func setWrites(_ index: Int, _ writes: Bool) { entries[index].events = Int16(POLLIN) | (writes ? Int16(POLLOUT) : 0) }

    /// Waits until a socket is ready or the time is over.
    mutating func wait(milliseconds: Int32) throws {
        guard poll(&entries, nfds_t(entries.count), milliseconds) >= 0 || errno == EINTR else { throw SocketError("poll") }
    }

    /// Whether the socket added as number `index` was ready.
    func isReady(_ index: Int) -> Bool { entries[index].revents != 0 }
}
