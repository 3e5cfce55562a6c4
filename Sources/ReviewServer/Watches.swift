import ReviewModel
import ReviewService
import ReviewWire

/// What one connection watches: reads under its own role when it is woken, pushes ids, and never waits for a peer that does not read.
final class Watches {
    static let countMax = 64
    private static let pageEvents = 200

    private struct Watch {
        let review: ReviewID
        /// Everything up to here has been pushed, or could not be seen.
        var cursor: EventCursor
        var isDue: Bool
        /// Events were dropped: the peer is told as soon as it reads again, and goes on from the end of the record.
        var isDropped = false
        var startsAtHead = false
    }

    private var watches: [Int: Watch] = [:]
    private var lastNumber = 0
    private var isReading = false

    var count: Int { watches.count }
    var isEmpty: Bool { watches.isEmpty }

    func open(_ review: ReviewID, after cursor: EventCursor, isBehind: Bool, _ session: Session) -> Int {
        lastNumber += 1
        watches[lastNumber] = Watch(review: review, cursor: cursor, isDue: isBehind)
        session.house.sessions.watch(review, session.number)
        return lastNumber
    }

    func close(_ number: Int, _ session: Session) -> Bool {
        guard let watch = watches.removeValue(forKey: number) else { return false }
        if !watches.values.contains(where: { $0.review == watch.review }) { session.house.sessions.unwatch(watch.review, session.number) }
        return true
    }

    func clear(_ session: Session) {
        for number in Array(watches.keys) { _ = close(number, session) }
    }

    func wake(_ reviews: Set<ReviewID>, _ session: Session) {
        for (number, watch) in watches where reviews.contains(watch.review) { watches[number]?.isDue = true }
        read(session)
    }

    /// Reads for one watch that is due; the others follow when its events are pushed.
    func read(_ session: Session) {
        guard !isReading, !watches.isEmpty, session.isLive, session.isWritable,
            let (number, watch) = watches.first(where: { $0.value.isDue && !$0.value.isDropped })
        else { return }
        isReading = true
        watches[number]?.isDue = false
        let (pool, actor, bound) = (session.house.service.pool, session.actor, session.bound)
        Task(executorPreference: session.executor) {
            do {
                let start = watch.startsAtHead ? try await EventFeed.head(pool: pool) : watch.cursor
                let events = try await EventFeed.after(start, review: watch.review, actor: actor, pool: pool, limit: Self.pageEvents)
                bound.value.watches.deliver(events, from: start, to: number, bound.value)
            } catch {
                // The watch stays due, and the next look reads again.
                bound.value.watches.failed(number)
            }
        }
    }

    private func failed(_ number: Int) {
        isReading = false
        watches[number]?.isDue = true
    }

    private func deliver(_ events: [FeedEvent], from start: EventCursor, to number: Int, _ session: Session) {
        isReading = false
        guard let watch = watches[number], session.isLive else { return }
        watches[number]?.startsAtHead = false
        watches[number]?.cursor = start
        guard session.isWritable || events.isEmpty else {
            watches[number]?.isDropped = true
            session.house.journal.record(.eventsDropped(login: session.actor.login ?? ""))
            return
        }
        let cursor = WatchCursor(sealer: session.house.service.sealer, review: watch.review, actor: session.actor)
        for event in events {
            watches[number]?.cursor = event.cursor
            guard let after = cursor.seal(event.cursor) else { continue }
            session.push(.event) { json in
                json.member("watch", .int(Int64(number)))
                json.member("after", .string(after))
                json.member("event", .string(event.name))
                json.member("review", .string(watch.review.description))
                json.member("id", .string(event.id))
            }
        }
        if events.count == Self.pageEvents { watches[number]?.isDue = true }
        read(session)
    }

    /// The peer reads again: tells it where its own reading has to go on.
    func resume(_ session: Session) {
        for (number, watch) in watches where watch.isDropped {
            watches[number]?.isDropped = false
            watches[number]?.startsAtHead = true
            watches[number]?.isDue = true
            let cursor = WatchCursor(sealer: session.house.service.sealer, review: watch.review, actor: session.actor)
            guard let after = cursor.seal(watch.cursor) else { continue }
            session.push(.dropped) { json in
                json.member("watch", .int(Int64(number)))
                json.member("after", .string(after))
            }
        }
        read(session)
    }
}

/// A watch's cursor as text: bound to its reader and its review, readable by neither.
struct WatchCursor {
    let sealer: Sealer
    let review: ReviewID
    let actor: Actor

    private var purpose: String { "watch \(review) \(actor.account?.description ?? "public")" }

    func seal(_ cursor: EventCursor) -> String? {
        // try?: sealing fails only without a key, and there is one.
        try? sealer.seal(cursor.bytes, purpose: purpose)
    }

    func open(_ text: String) -> EventCursor? {
        sealer.open(text, purpose: purpose).flatMap(EventCursor.init(bytes:))
    }
}
