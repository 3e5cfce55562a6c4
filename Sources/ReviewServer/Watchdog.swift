import NIOCore
import Postgres
import ReviewService
import ServiceLifecycle

/// Tells the service manager that we live, while PostgreSQL answers and the scheduler gets something done: a daemon of which one is not so
/// gets restarted.
package struct Watchdog: ServiceLifecycle.Service {
    /// How long the scheduler may get nothing done. It looks at the clock every five seconds, and carries one review on in milliseconds; that
    /// the schedule is held is found out by looking, and so is progress too.
    package static let patience = Duration.seconds(60)

    package enum Verdict: Sendable, Equatable {
        case alive
        case silent(because: String)
    }

    private let notify: Notify
    private let service: ReviewService.Service
    private let server: Server
    private let journal: Journal
    private let patience: Duration

    /// `journal`: the server's when nil.
    package init(
        _ notify: Notify, service: ReviewService.Service, server: Server, journal: Journal? = nil, patience: Duration = Watchdog.patience
    ) {
        self.notify = notify
        self.service = service
        self.server = server
        self.journal = journal ?? server.journal
        self.patience = patience
    }

    /// `databaseFault`: why PostgreSQL did not answer, if it did not. `idle`: for how long the scheduler has got nothing done.
    package static func verdict(databaseFault: String?, idle: Duration, patience: Duration = Watchdog.patience) -> Verdict {
        if let databaseFault { return .silent(because: databaseFault) }
        guard idle <= patience else { return .silent(because: "the scheduler has got nothing done for \(idle.components.seconds) s") }
        return .alive
    }

    package func run() async throws {
        let pause = Pause(loop: server.loops.next())
        await cancelWhenGracefulShutdown {
            guard let interval = notify.watchdogMilliseconds else { return await untilCancelled() }
            // try?: a server that does not start ends the daemon, and this with it.
            _ = try? await server.boundAddresses
            while !Task.isCancelled {
                switch Self.verdict(databaseFault: await databaseFault(), idle: service.pulse.idle, patience: patience) {
                case .alive: notify.alive()
                case .silent(let reason): journal.record(.watchdogSilent(reason: reason))
                }
                do { try await pause(.milliseconds(interval)) } catch { return }
            }
        }
    }

    private func databaseFault() async -> String? {
        do {
            _ = try await service.pool.read(Actor.system.context, ["select 1"])
            return nil
        } catch {
            return String(describing: error)
        }
    }
}
