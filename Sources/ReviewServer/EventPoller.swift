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
                    cursor = try await wake(after: cursor)
                } catch {
                    house.journal.record(.workFailed(name: "event poll", reason: String(describing: error)))
                }
            } else {
                cursor = nil
            }
            do { try await pause(.milliseconds(interval)) } catch { return }
        }
    }

    private func wake(after cursor: EventCursor?) async throws -> EventCursor {
        guard let cursor else {
            // What happened since the first watch opened is not known: all of them look for themselves.
            let head = try await EventFeed.head(pool: house.service.pool)
            for entry in house.sessions.all { entry.tell { $0.watches.wake(nil, $0) } }
            return head
        }
        let (head, reviews) = try await EventFeed.changes(after: cursor, pool: house.service.pool)
        for entry in house.sessions.watching(reviews) { entry.tell { $0.watches.wake(reviews, $0) } }
        return head
    }
}
