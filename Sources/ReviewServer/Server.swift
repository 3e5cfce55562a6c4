import NIOCore
import NIOPosix
package import ReviewService
package import ServiceLifecycle
import Synchronization

/// The listeners and their sessions, from the first accepted connection to the end of the drain.
package final class Server: ServiceLifecycle.Service {
    let loops: MultiThreadedEventLoopGroup
    package let journal: Journal
    private let house: House
    private let onReady: @Sendable ([BoundAddress]) async -> Void
    private let state = Mutex(State())

    private struct State {
        var listeners: [any Channel] = []
        var background: [Task<Void, Never>] = []
        var bound: [BoundAddress] = []
    }

    /// `onReady` is told the addresses once all of them are open.
    package init(
        options: ServerOptions, service: ReviewService.Service, commands: [Command] = CommandTable.all, journal: Journal,
        onReady: @escaping @Sendable ([BoundAddress]) async -> Void = { _ in }
    ) {
        loops = MultiThreadedEventLoopGroup(numberOfThreads: options.eventLoops)
        house = House(options: options, service: service, commands: commands, journal: journal)
        self.journal = journal
        self.onReady = onReady
    }

    /// Where clients connect; with the real port where 0 was asked for.
    package var boundAddresses: [BoundAddress] { state.withLock { $0.bound } }
    package var sessionCount: Int { house.sessions.count }

    package func run() async throws {
        try await start()
        await onReady(boundAddresses)
        await cancelWhenGracefulShutdown { await Self.untilCancelled() }
        await stop()
    }

    /// Opens every listener, or none: throws a `StartFault` that says what is in the way.
    package func start() async throws {
        let admission = Admission(house.options.connections)
        let executors = LoopExecutors(loops)
        try await house.endSuspended()
        do {
            for (place, security) in try places() {
                let listener = Listener(place: place, security: security, house: house, admission: admission, executors: executors)
                let (channel, bound) = try await listener.bind(on: loops)
                state.withLock { state in
                    state.listeners.append(channel)
                    state.bound.append(bound)
                }
                journal.record(.listening(address: bound.address.description, isSecure: bound.isSecure))
            }
        } catch {
            await closeListeners()
            throw error
        }
        let poller = EventPoller(house: house, pause: Pause(loop: loops.next()))
        let house = house
        let sweep = ScheduledWork("session sweep", everyMilliseconds: Int64(house.options.time.suspensionPollMilliseconds)) {
            try await house.endSuspended()
        }
        let pause = Pause(loop: loops.next())
        let background = [
            Task { await poller.run() },
            Task { await Scheduler.repeating(sweep, pause: pause, journal: house.journal) },
        ]
        state.withLock { $0.background = background }
    }

    /// Drains: no new connections, commands in flight finish, and after a while the connections close (PROTOCOL §5).
    package func stop() async {
        await closeListeners()
        journal.record(.draining(sessions: house.sessions.count))
        house.drain()
        let loop = loops.next()
        let patience = Pause(loop: loop)
        let seconds = Int64(house.options.time.drainSeconds)
        let empty = house.sessions.empty(on: loop)
        await withTaskGroup(of: Void.self) { group in
            // try?: either way the drain is over.
            group.addTask { try? await patience(.seconds(seconds)) }
            group.addTask { try? await empty.get() }
            await group.next()
            let left = house.sessions.all
            journal.record(.drained(sessionsLeft: left.count))
            for entry in left { entry.tell { $0.finish() } }
            group.cancelAll()
            if left.isEmpty { return }
            group.addTask { try? await patience(.seconds(2)) }
            await group.next()
        }
        for task in state.withLock({ $0.background }) { task.cancel() }
    }

    private func closeListeners() async {
        let listeners = state.withLock { state in
            defer { state.listeners = [] }
            return state.listeners
        }
        // try?: a listener that is closed already is what is wanted.
        for listener in listeners { try? await listener.close() }
    }

    /// The listeners to open, those that need TLS with it.
    private func places() throws -> [(Listener.Place, TransportSecurity?)] {
        let options = house.options
        let needsTLS = !options.tls.isEmpty || options.activated.contains(where: \.isSecure)
        var security: TransportSecurity?
        if needsTLS {
            guard let files = options.certificate else { throw StartFault("a TLS listener needs tls.certificate and tls.key.") }
            security = try TransportSecurity(files, clientCertificates: options.clientCertificates)
        }
        return options.activated.map { (.activated($0), $0.isSecure ? security : nil) }
            + options.plain.map { (.address($0), nil) } + options.tls.map { (.address($0), security) }
    }

    private static func untilCancelled() async {
        // try?: being cancelled is the one way this ends.
        let never = AsyncStream<Never> { _ in }
        for await _ in never {}
    }
}
