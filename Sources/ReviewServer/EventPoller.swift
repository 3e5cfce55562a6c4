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
        var heads: Heads?
        // Said once, not five times a second, while PostgreSQL is away.
        var isFailing = false
        let interval = Int64(house.options.time.eventPollMilliseconds)
        while !Task.isCancelled {
            if house.sessions.hasWatches {
                do {
                    heads = try await wake(after: heads)
                    isFailing = false
                } catch {
                    if !isFailing { house.journal.record(.workFailed(name: "event poll", reason: String(describing: error))) }
                    isFailing = true
                }
            } else {
                heads = nil
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
            for entry in house.sessions.all where entry.actor.crowd == crowd { entry.tell { $0.watches.wake(nil, $0) } }
            return now
        }
        let (events, reviews) = try await EventFeed.changes(after: heads.events, pool: pool)
        let (notices, accounts) = try await NoticeFeed.changes(after: heads.notices, pool: pool)
        let happened = Set(reviews.map(WatchTopic.review) + accounts.map(WatchTopic.notices))
        for (actor, entries) in house.sessions.readers(watching: happened, crowd) {
            var topics = Set(actor.account.map(WatchTopic.notices).map { [$0] } ?? []).intersection(happened)
            if !reviews.isEmpty {
                let visible = try await EventFeed.visible(after: heads.events, upTo: events, to: actor, pool: pool)
                topics.formUnion(visible.map(WatchTopic.review))
            }
            guard !topics.isEmpty else { continue }
            for entry in entries { entry.tell { [topics] in $0.watches.wake(topics, $0) } }
        }
        return Heads(events: events, notices: notices)
    }
}
