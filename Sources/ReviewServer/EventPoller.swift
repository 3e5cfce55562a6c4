import ReviewModel
import ReviewService

/// Looks for new events once for the whole process, while anybody watches, and wakes those whose reviews have some.
struct EventPoller: Sendable {
    let house: House
    let pause: Pause

    func run() async {
        var cursor: EventCursor?
        var noticeCursor: EventCursor?
        let interval = Int64(house.options.time.eventPollMilliseconds)
        while !Task.isCancelled {
            if house.sessions.hasWatches {
                do {
                    let isFirst = cursor == nil
                    let (head, reviews) = try await EventFeed.changes(after: cursor, pool: house.service.pool)
                    cursor = head
                    let (noticeHead, accounts) = try await NoticeFeed.changes(after: noticeCursor, pool: house.service.pool)
                    noticeCursor = noticeHead
                    // What came between the opening of the first watch and this look stands behind both heads: everybody reads once.
                    let topics =
                        isFirst
                        ? house.sessions.topics : Set(reviews.map { WatchTopic.review($0) } + accounts.map { WatchTopic.notices($0) })
                    for entry in house.sessions.watching(topics) { entry.tell { $0.watches.wake(topics, $0) } }
                } catch {
                    house.journal.record(.workFailed(name: "event poll", reason: String(describing: error)))
                }
            } else {
                // A watch that opens reads the record itself from where it begins.
                (cursor, noticeCursor) = (nil, nil)
            }
            do { try await pause(.milliseconds(interval)) } catch { return }
        }
    }
}
