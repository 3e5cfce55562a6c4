import Logging
import NIOCore
import NIOPosix
import ReviewService
import ReviewWire
import ServiceLifecycle
import Synchronization

/// The listeners and their sessions, from the first accepted connection to the end of the drain.
package final class Server: ServiceLifecycle.Service {
    let loops: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    package let journal: Journal
    private let house: House
    private let onReady: @Sendable ([BoundAddress]) async -> Void
    private let started: EventLoopPromise<[BoundAddress]>
    private let state = Mutex(State())

    private struct State {
        var listeners: [any Channel] = []
        var background: [Task<Void, Never>] = []
    }

    /// `onReady` is told the addresses once all of them are open; `observe` sees every event that is logged.
    package init(
        options: ServerOptions, service: ReviewService.Service, dispatcher: Dispatcher, commands: [Command] = CommandTable.all,
        logger: Logger, observe: (@Sendable (Event) -> Void)? = nil,
        onReady: @escaping @Sendable ([BoundAddress]) async -> Void = { _ in }
    ) {
        journal = Journal(logger, observe: observe)
        house = House(options: options, service: service, dispatcher: dispatcher, commands: commands, journal: journal)
        started = loops.next().makePromise()
        self.onReady = onReady
    }

    /// Where clients connect, once the listeners are open; with the real port where 0 was asked for.
    package var boundAddresses: [BoundAddress] { get async throws { try await started.futureResult.get() } }

    /// The port of the first TCP listener.
    package var boundPort: Int { get async throws { try await boundAddresses.compactMap(\.address.port).first ?? 0 } }

    package var sessionCount: Int { house.sessions.count }
    /// Topics that somebody watches.
    package var watchedCount: Int { house.sessions.watchedCount }

    /// Tells every open connection something, with a 199.
    package func announce(_ refusal: Refusal) { house.announce(refusal) }

    /// How often a watch was told that events were dropped, or will be.
    package var droppedEventCount: Int { house.droppedCount.load(ordering: .relaxed) }

    /// How often the watches of those who are not logged in, and of those who are, have read the record.
    package var watchReadings: (public: Int, members: Int) {
        (house.readings(of: .public).passedCount, house.readings(of: .members).passedCount)
    }

    package func run() async throws {
        do {
            let addresses = try await open()
            started.succeed(addresses)
            await onReady(addresses)
        } catch {
            started.fail(error)
            throw error
        }
        await cancelWhenGracefulShutdown { await ReviewServer.untilCancelled() }
        await drain()
    }

    /// Opens every listener, or none: throws a `StartFault` that says what is in the way.
    private func open() async throws -> [BoundAddress] {
        let admission = Admission(house.options.connections)
        let executors = LoopExecutors(loops)
        try await house.endSuspended()
        var addresses: [BoundAddress] = []
        do {
            for (place, security) in try Self.places(house.options) {
                let listener = Listener(place: place, security: security, house: house, admission: admission, executors: executors)
                let (channel, bound) = try await listener.bind(on: loops)
                state.withLock { $0.listeners.append(channel) }
                addresses.append(bound)
                journal.record(.listening(address: bound.address.description, isSecure: bound.isSecure))
            }
        } catch {
            await closeListeners()
            throw error
        }
        startBackground()
        return addresses
    }

    private func startBackground() {
        let house = house
        let pollers = Crowd.allCases.map { EventPoller(house: house, crowd: $0, pause: Pause(loop: loops.next())) }
        let sweep = ScheduledWork("session sweep", everyMilliseconds: Int64(house.options.time.suspensionPollMilliseconds)) {
            try await house.endSuspended()
        }
        let pause = Pause(loop: loops.next())
        state.withLock { state in
            state.background =
                pollers.map { poller in Task { await poller.run() } }
                + [Task { await Scheduler.repeating(sweep, pause: pause, journal: house.journal) }]
        }
    }

    /// No new connections; commands in flight finish; after a while the connections close (PROTOCOL §5). A cancelled task does not wait.
    private func drain() async {
        await closeListeners()
        journal.record(.draining(sessions: house.sessions.count))
        house.drain()
        await untilEmpty(.seconds(Int64(house.options.time.drainSeconds)))
        let left = house.sessions.all
        journal.record(.drained(sessionsLeft: left.count))
        for entry in left { entry.tell { $0.finish() } }
        await untilEmpty(.seconds(1))
        for entry in house.sessions.all { entry.tell { $0.abort() } }
        for task in state.withLock({ $0.background }) { task.cancel() }
    }

    /// Returns when no session is left, or after `amount`.
    private func untilEmpty(_ amount: TimeAmount) async {
        let loop = loops.next()
        let timer = loop.scheduleTask(in: amount) {}
        house.sessions.empty(on: loop).whenComplete { _ in timer.cancel() }
        await withTaskCancellationHandler {
            // try?: the timer ends or is cancelled, and either way the waiting is over.
            try? await timer.futureResult.get()
        } onCancel: {
            timer.cancel()
        }
    }

    private func closeListeners() async {
        let listeners = state.withLock { state in
            defer { state.listeners = [] }
            return state.listeners
        }
        // try?: a listener that is closed already is what is wanted.
        for listener in listeners { try? await listener.close() }
    }

    /// Reads the certificate and looks at the addresses, without opening any; throws a `StartFault`.
    package static func check(_ options: ServerOptions) throws {
        for (place, security) in try places(options) {
            if case .address(let address) = place, security == nil { try Listener.refusePlainOffTheMachine(address) }
        }
    }

    /// The listeners to open, those that need TLS with it.
    private static func places(_ options: ServerOptions) throws -> [(Listener.Place, TransportSecurity?)] {
        let needsTLS = !options.tls.isEmpty || options.activated.contains(where: \.isSecure)
        var security: TransportSecurity?
        if needsTLS {
            guard let files = options.certificate else { throw StartFault("a TLS listener needs tls.certificate and tls.key.") }
            security = try TransportSecurity(files, clientCertificates: options.clientCertificates)
        }
        return options.activated.map { (.activated($0), $0.isSecure ? security : nil) }
            + options.plain.map { (.address($0), nil) } + options.tls.map { (.address($0), security) }
    }
}
