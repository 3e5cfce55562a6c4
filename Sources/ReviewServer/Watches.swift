import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Synchronization

/// What one connection watches: reads under its own role when it is woken, pushes ids, and never waits for a peer that does not read.
final class Watches {
    static let countMax = 64
    static let countMaxBeforeLogin = 4

    private struct Watch {
        let topic: WatchTopic
        /// Everything up to here has been pushed, or could not be seen.
        var cursor: EventCursor
        var isDue: Bool
        /// The peer did not read when something happened: what it missed, if it may see any of it, is told as a gap.
        var isStalled = false
        var startsAtHead = false
    }

    private var watches: [Int: Watch] = [:]
    private var lastNumber = 0
    private var isReading = false

    var count: Int { watches.count }
    var isEmpty: Bool { watches.isEmpty }

    /// It is due at once: what happened before it was registered wakes nobody.
    func open(_ topic: WatchTopic, after cursor: EventCursor, _ session: Session) -> Int {
        lastNumber += 1
        watches[lastNumber] = Watch(topic: topic, cursor: cursor, isDue: true)
        session.house.sessions.watch(topic, session.number)
        return lastNumber
    }

    func close(_ number: Int, _ session: Session) -> Bool {
        guard let watch = watches.removeValue(forKey: number) else { return false }
        if !watches.values.contains(where: { $0.topic == watch.topic }) { session.house.sessions.unwatch(watch.topic, session.number) }
        return true
    }

    func clear(_ session: Session) {
        for number in Array(watches.keys) { _ = close(number, session) }
    }

    /// Nil wakes all. For a peer that does not read nothing is read either; it is told of a gap only when its own reading finds one, since
    /// what it may not see must not show by what it is told.
    func wake(_ topics: Set<WatchTopic>?, _ session: Session) {
        for (number, watch) in watches where topics?.contains(watch.topic) ?? true {
            watches[number]?.isDue = true
            if !session.isWritable { watches[number]?.isStalled = true }
        }
        read(session)
    }

    /// Reads for one watch that is due; the others follow when its events are pushed.
    func read(_ session: Session) {
        guard !isReading, !watches.isEmpty, session.isLive, session.isWritable,
            let (number, watch) = watches.first(where: \.value.isDue)
        else { return }
        isReading = true
        watches[number]?.isDue = false
        let feed = Reading(
            topic: watch.topic, cursor: watch.startsAtHead ? nil : watch.cursor, actor: session.actor, pool: session.house.service.pool)
        let (bound, gate) = (session.bound, session.house.readings(of: session.actor.crowd))
        Task(executorPreference: session.executor) {
            let outcome = await gate.pass { await feed.outcome() }
            bound.value.watches.deliver(outcome, to: number, bound.value)
        }
    }

    private func deliver(_ outcome: Reading.Outcome, to number: Int, _ session: Session) {
        isReading = false
        guard let watch = watches[number], session.isLive else { return }
        guard case .read(let events, let start) = outcome else {
            // It stays due, and the next look reads again.
            watches[number]?.isDue = true
            return
        }
        watches[number]?.startsAtHead = false
        watches[number]?.cursor = start
        guard session.isWritable || events.isEmpty else {
            watches[number]?.isStalled = true
            watches[number]?.isDue = true
            return
        }
        watches[number]?.isStalled = false
        if watch.isStalled, !events.isEmpty { return tellGap(number, from: start, session) }
        let cursor = WatchCursor(sealer: session.house.service.sealer, topic: watch.topic, actor: session.actor)
        for event in events {
            watches[number]?.cursor = event.cursor
            guard let after = cursor.seal(event.cursor) else { continue }
            session.push(.event) { json in
                json.member("watch", .int(Int64(number)))
                json.member("after", .string(after))
                json.member("event", .string(event.name))
                if let review = event.review { json.member("review", .string(review.description)) }
                json.member("id", .string(event.id))
            }
        }
        if events.count == Reading.eventsMax { watches[number]?.isDue = true }
        read(session)
    }

    /// Tells the peer where its own reading has to go on; its watch goes on from the end of the record.
    private func tellGap(_ number: Int, from start: EventCursor, _ session: Session) {
        guard let watch = watches[number] else { return }
        watches[number]?.startsAtHead = true
        watches[number]?.isDue = true
        session.house.droppedCount.add(1, ordering: .relaxed)
        session.house.journal.record(.eventsDropped(account: session.actor.account?.description ?? ""))
        let cursor = WatchCursor(sealer: session.house.service.sealer, topic: watch.topic, actor: session.actor)
        if let after = cursor.seal(start) {
            session.push(.dropped) { json in
                json.member("watch", .int(Int64(number)))
                json.member("after", .string(after))
            }
        }
        read(session)
    }
}

/// One reading of the record for one watch, under its reader's own role.
struct Reading: Sendable {
    enum Outcome: Sendable {
        case read([FeedEvent], from: EventCursor)
        case failed
    }

    static let eventsMax = 200

    let topic: WatchTopic
    /// Nil to begin where the record ends.
    let cursor: EventCursor?
    let actor: Actor
    let pool: Pool

    static func head(of topic: WatchTopic, pool: Pool) async throws -> EventCursor {
        topic.review == nil ? try await NoticeFeed.head(pool: pool) : try await EventFeed.head(pool: pool)
    }

    func outcome() async -> Outcome {
        do {
            var start = cursor
            if start == nil { start = try await Self.head(of: topic, pool: pool) }
            let from = start ?? .start
            switch topic {
            case .review(let review):
                return .read(try await EventFeed.after(from, review: review, actor: actor, pool: pool, limit: Self.eventsMax), from: from)
            case .notices: return .read(try await NoticeFeed.after(from, actor: actor, pool: pool, limit: Self.eventsMax), from: from)
            }
        } catch {
            return .failed
        }
    }
}

/// A watch's cursor as text: bound to its reader and its topic, readable by neither.
struct WatchCursor {
    let sealer: Sealer
    let topic: WatchTopic
    let actor: Actor

    private var purpose: String { "watch \(topic) \(actor.account?.description ?? "public")" }

    func seal(_ cursor: EventCursor) -> String? {
        // try?: sealing fails only without a key, and there is one.
        try? sealer.seal(cursor.bytes, purpose: purpose)
    }

    func open(_ text: String) -> EventCursor? {
        sealer.open(text, purpose: purpose).flatMap(EventCursor.init(bytes:))
    }
}
