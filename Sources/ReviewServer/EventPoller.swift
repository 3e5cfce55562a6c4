import ReviewModel
import ReviewService

/// Looks for new events once for the whole process, while anybody watches, and wakes those whose reviews have some.
struct EventPoller: Sendable {
    let house: House
    let pause: Pause

    func run() async {
        var cursor: Heads?
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

    /// Where the record and the notices ended at the last look.
    private struct Heads {
        let events: EventCursor
        let notices: EventCursor
    }

    private func wake(after heads: Heads?) async throws -> Heads {
        let pool = house.service.pool
        guard let heads else {
            // What happened since the first watch opened is not known: all of them look for themselves.
            let now = Heads(events: try await EventFeed.head(pool: pool), notices: try await NoticeFeed.head(pool: pool))
            for entry in house.sessions.all { entry.tell { $0.watches.wake(nil, $0) } }
            return now
        }
        let (events, reviews) = try await EventFeed.changes(after: heads.events, pool: pool)
        let (notices, accounts) = try await NoticeFeed.changes(after: heads.notices, pool: pool)
        let topics = Set(reviews.map { WatchTopic.review($0) } + accounts.map { WatchTopic.notices($0) })
        for entry in house.sessions.watching(topics) { entry.tell { $0.watches.wake(topics, $0) } }
        return Heads(events: events, notices: notices)
    }
}
