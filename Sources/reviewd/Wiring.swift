import Foundation
import Logging
import Postgres
import ReviewModel
import ReviewServer
import ReviewService
import ReviewWire
import ServiceLifecycle

/// Builds the daemon from its configuration: one list of services, started in this order and ended in the opposite one.
struct Wiring {
    let configuration: Configuration
    /// The daemon's own login.
    let database: ConnectionString
    /// An embedded installation has no second unit: the daemon writes mail into this folder by itself.
    var spool: String?
    /// Whether SIGTERM and SIGINT are its own to heed, or those of who runs it.
    var heedsSignals = true
    let onReady: @Sendable ([BoundAddress]) async -> Void

    /// Serves until it is told to stop, then drains; throws a sentence when it cannot begin.
    func run() async throws {
        let logger = Self.logger(configuration.logLevel)
        let pool = Pool(database, sizes: configuration.database.sizes, enter: ReviewService.Service.enter)
        do {
            try await pool.start()
            let service = try await service(pool, Journal(logger))
            try await ServiceGroup(try services(service, pool, logger), heedsSignals: heedsSignals).run()
        } catch {
            await pool.stop()
            throw error
        }
        await pool.stop()
    }

    private func services(_ service: ReviewService.Service, _ pool: Pool, _ logger: Logger) throws -> [any ServiceLifecycle.Service] {
        let notify = Notify()
        var options = configuration.server
        options.limits = service.limits
        options.isRehearsal = service.isRehearsal
        let server = Server(
            options: options, service: service, dispatcher: Dispatcher(service: service), logger: logger,
            onReady: { addresses in
                notify.ready("serving \(addresses.map(\.address.description).joined(separator: ", "))")
                await onReady(addresses)
            })
        return [
            server,
            Scheduler(scheduled(service, server), server: server),
            Watchdog(notify, service: service, server: server),
            Farewell(notify),
        ] + (try spooling(pool, isRehearsal: service.isRehearsal, logger))
    }

    private func spooling(_ pool: Pool, isRehearsal: Bool, _ logger: Logger) throws -> [any ServiceLifecycle.Service] {
        guard let spool else { return [] }
        var delivery = configuration.delivery
        delivery.spool = spool
        return [
            try delivery.deliverer(
                pool: pool, config: configuration.files.config, isRehearsal: isRehearsal, toFiles: true, logger: logger)
        ]
    }

    /// What the daemon does by itself.
    private func scheduled(_ service: ReviewService.Service, _ server: Server) -> [ScheduledWork] {
        let clock = JobClock(service) { run in
            server.journal.record(
                .jobRan(
                    job: run.job, happened: run.happened, isFailure: run.isFailure,
                    milliseconds: Int64(run.duration / .milliseconds(1))))
        }
        let jobs = ScheduledWork("jobs", everyMilliseconds: configuration.jobsPollMilliseconds) {
            guard let reason = try await clock.tick() else { return }
            server.journal.record(.scheduleHeld(reason: reason))
            server.announce(Refusal(.clockHeld, "the schedule is held: \(reason)"))
        }
        guard let path = configuration.metrics.file else { return [jobs] }
        let file = MetricsFile(path: path)
        let metrics = ScheduledWork("metrics", everyMilliseconds: configuration.metrics.intervalSeconds * 1000) {
            try file.write(try await service.exposition(for: .system))
        }
        return [jobs, metrics]
    }

    private func service(_ pool: Pool, _ journal: Journal) async throws -> ReviewService.Service {
        let settled = try await Installation.settled(database)
        return ReviewService.Service(
            pool: pool, sealer: Sealer(secret: settled.secret), limits: configuration.server.limits,
            procedures: try Demonstration.procedures(in: configuration.files.config), isRehearsal: settled.isRehearsal,
            jobs: configuration.jobs, remindersPerHourMax: configuration.remindersPerHourMax,
            report: { journal.record(.fault(number: $0.number, verb: $0.verb, what: $0.what)) })
    }

    static func logger(_ level: Logger.Level) -> Logger {
        Logger(label: "reviewd") { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
    }
}

extension ServiceGroup {
    /// All end when one does, or on SIGTERM or SIGINT where it heeds them. It logs nothing: the daemon says itself what happens.
    init(_ services: [any ServiceLifecycle.Service], heedsSignals: Bool) {
        self.init(
            configuration: ServiceGroupConfiguration(
                services: services.map {
                    .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup, failureTerminationBehavior: .cancelGroup)
                },
                gracefulShutdownSignals: heedsSignals ? [.sigterm, .sigint] : [],
                logger: Logger(label: "reviewd.lifecycle") { _ in SwiftLogNoOpLogHandler() }))
    }
}

/// Tells the service manager that the drain begins, and with a `greeting` before that that all is ready: a signal is heeded from then on.
struct Farewell: ServiceLifecycle.Service {
    let notify: Notify
    let greeting: String?

    init(_ notify: Notify, greeting: String? = nil) {
        (self.notify, self.greeting) = (notify, greeting)
    }

    func run() async throws {
        if let greeting { notify.ready(greeting) }
        try await gracefulShutdown()
        notify.stopping()
    }
}
