import NIOCore
import ReviewModel
import ReviewService
import Synchronization

/// The sessions that live now: found to end them, to drain them, and to wake their watches.
final class Sessions: Sendable {
    struct Entry: Sendable {
        let loop: any EventLoop
        let session: NIOLoopBound<Session>
        var actor = Actor.public

        func tell(_ body: @escaping @Sendable (Session) -> Void) {
            let session = session
            loop.execute { body(session.value) }
        }
    }

    /// What tells apart those who may see different things. An account that became a head between two logins is two of them.
    private struct Reader: Hashable {
        let account: AccountID?
        let isHead: Bool
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var lastNumber = 0
        var watchers: [WatchTopic: Set<Int>] = [:]
        var whenEmpty: [EventLoopPromise<Void>] = []
    }

    private let state = Mutex(State())

    func add(_ session: NIOLoopBound<Session>, loop: any EventLoop) -> Int {
        state.withLock { state in
            state.lastNumber += 1
            state.entries[state.lastNumber] = Entry(loop: loop, session: session)
            return state.lastNumber
        }
    }

    func remove(_ number: Int) {
        let waiting = state.withLock { state -> [EventLoopPromise<Void>] in
            state.entries[number] = nil
            guard state.entries.isEmpty else { return [] }
            defer { state.whenEmpty = [] }
            return state.whenEmpty
        }
        for promise in waiting { promise.succeed() }
    }

    func loggedIn(_ number: Int, as actor: Actor) {
        state.withLock { $0.entries[number]?.actor = actor }
    }

    func watch(_ topic: WatchTopic, _ number: Int) {
        state.withLock { _ = $0.watchers[topic, default: []].insert(number) }
    }

    func unwatch(_ topic: WatchTopic, _ number: Int) {
        state.withLock { state in
            state.watchers[topic]?.remove(number)
            if state.watchers[topic]?.isEmpty ?? false { state.watchers[topic] = nil }
        }
    }

    var count: Int { state.withLock { $0.entries.count } }
    var watchedCount: Int { state.withLock { $0.watchers.count } }
    var hasWatches: Bool { watchedCount > 0 }
    var live: Set<SignIn.Live> { state.withLock { Set($0.entries.values.compactMap(\.actor.live)) } }
    var all: [Entry] { state.withLock { Array($0.entries.values) } }

    /// Who of that crowd watches one of those topics, each with all connections of its own.
    func readers(watching topics: Set<WatchTopic>, _ crowd: Crowd) -> [(actor: Actor, entries: [Entry])] {
        let entries = state.withLock { state in
            let numbers = topics.reduce(into: Set<Int>()) { $0.formUnion(state.watchers[$1] ?? []) }
            return numbers.compactMap { state.entries[$0] }
        }
        let readers = Dictionary(grouping: entries.filter { $0.actor.crowd == crowd }) {
            Reader(account: $0.actor.account, isHead: $0.actor.isHead)
        }
        return readers.values.compactMap { entries in entries.first.map { ($0.actor, entries) } }
    }

    /// Succeeds as soon as no session is left.
    func empty(on loop: any EventLoop) -> EventLoopFuture<Void> {
        let promise = loop.makePromise(of: Void.self)
        let isEmpty = state.withLock { state in
            if !state.entries.isEmpty { state.whenEmpty.append(promise) }
            return state.entries.isEmpty
        }
        if isEmpty { promise.succeed() }
        return promise.futureResult
    }
}
