import ReviewModel
import ReviewService

/// Looks for new events once for the whole process, while anybody watches, and wakes those whose reviews have some.
struct EventPoller: Sendable {
    let house: House
    let pause: Pause

    func run() async {
        var cursor: EventCursor?
        let interval = Int64(house.options.time.eventPollMilliseconds)
        while !Task.isCancelled {
            if house.sessions.hasWatches {
                do {
                    let (head, reviews) = try await EventFeed.changes(after: cursor, pool: house.service.pool)
                    cursor = head
                    for entry in house.sessions.watching(reviews) { entry.tell { $0.watches.wake(reviews, $0) } }
                } catch {
                    house.journal.record(.workFailed(name: "event poll", reason: String(describing: error)))
                }
            } else {
                // A watch that opens reads the record itself from where it begins.
                cursor = nil
            }
            do { try await pause(.milliseconds(interval)) } catch { return }
        }
    }
}
