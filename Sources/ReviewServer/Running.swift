import NIOCore
import ReviewService

/// The commands of one connection that are under way: reads side by side, anything else alone. Answers leave in the order of the requests, so
/// one that is early waits here. A value without I/O.
struct Running {
    /// Reads of one connection that run at once.
    static let readsMax = 8

    /// A command and, once there is one, its answer.
    private struct Place {
        let tag: String?
        var reply: Reply?
    }

    private var places = CircularBuffer<Place>()
    /// How many have left: the number of the first place.
    private var leftCount = 0
    private var isReading = false

    var isEmpty: Bool { places.isEmpty }
    /// Whether one more read may start beside those that run.
    var hasRoom: Bool { isReading && places.count < Self.readsMax }
    /// How many run, or wait, beside the first one.
    var besideCount: Int { max(0, places.count - 1) }

    /// The number by which `end` knows it. What is no read begins when nothing else runs.
    mutating func begin(tag: String?, isRead: Bool) -> Int {
        isReading = isRead
        places.append(Place(tag: tag))
        return leftCount + places.count - 1
    }

    /// The answers that may leave now that this one is there, in their order.
    mutating func end(_ number: Int, _ reply: Reply) -> [(reply: Reply, tag: String?)] {
        places[places.index(places.startIndex, offsetBy: number - leftCount)].reply = reply
        var ready: [(Reply, String?)] = []
        while let first = places.first, let reply = first.reply {
            places.removeFirst()
            leftCount += 1
            ready.append((reply, first.tag))
        }
        return ready
    }
}
