import ReviewModel
import ReviewService

/// Looks for new events once for a whole crowd, while anybody watches, and wakes those of whom it knows that they may see one.
///
/// What happened is asked for as the system, who may see it as each reader once, however many watches that reader has: neither how many are
/// woken nor how long that takes tells of an event that none of them may see.
struct EventPoller: Sendable {
    let house: House
    let crowd: Crowd
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
        let pool = house.service.pool
        guard let cursor else {
            // What happened since the first watch opened is not known: all of them look for themselves.
            let head = try await EventFeed.head(pool: pool)
            for entry in house.sessions.all where entry.actor.crowd == crowd { entry.tell { $0.watches.wake(nil, $0) } }
            return head
        }
        let (head, reviews) = try await EventFeed.changes(after: cursor, pool: pool)
        guard !reviews.isEmpty else { return head }
        for (actor, entries) in house.sessions.readers(watching: reviews, crowd) {
            let visible = try await EventFeed.visible(after: cursor, upTo: head, to: actor, pool: pool)
            guard !visible.isEmpty else { continue }
            for entry in entries { entry.tell { $0.watches.wake(visible, $0) } }
        }
        return head
    }
}
