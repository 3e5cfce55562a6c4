import NIOCore
import Postgres
import ReviewService
import ServiceLifecycle

/// Tells the service manager that we live, after PostgreSQL has answered: a daemon that cannot reach its database gets restarted.
package struct Watchdog: ServiceLifecycle.Service {
    private let notify: Notify
    private let pool: Pool
    private let server: Server

    package init(_ notify: Notify, pool: Pool, server: Server) {
        self.notify = notify
        self.pool = pool
        self.server = server
    }

    package func run() async throws {
        let pause = Pause(loop: server.loops.next())
        await cancelWhenGracefulShutdown {
            guard let interval = notify.watchdogMilliseconds else { return await untilCancelled() }
            // try?: a server that does not start ends the daemon, and this with it.
            _ = try? await server.boundAddresses
            while !Task.isCancelled {
                do {
                    _ = try await pool.read(Actor.system.context, ["select 1"])
                    notify.alive()
                } catch {
                    server.journal.record(.watchdogSilent(reason: String(describing: error)))
                }
                do { try await pause(.milliseconds(interval)) } catch { return }
            }
        }
    }
}
