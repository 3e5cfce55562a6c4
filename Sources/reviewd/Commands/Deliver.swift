import ArgumentParser
import Postgres
import ReviewServer
import ReviewService
import ServiceLifecycle

/// Carries mail and webhooks out of the house: the part of the daemon that needs a network, and may do nothing else.
struct Deliver: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Deliver what the outbox holds until SIGTERM or SIGINT; run it as reviewd_deliver.")

    @Option(help: "The configuration file; /etc/reviewd/reviewd.yaml when there is one.")
    var config: String?

    @Flag(help: "Deliver what is due now, and end.")
    var once = false

    func run() async throws {
        let configuration = try await Configuration.load(file: config)
        try await Preconditions.refuseUnbound(configuration.delivery.database, "deliver as the role reviewd_deliver")
        let pool = Pool(
            configuration.delivery.database, sizes: Pool.Sizes(shared: 1, leased: 1, waitingMax: 100), enter: ReviewService.Service.enter)
        try await pool.start()
        do {
            let isRehearsal = try await pool.read(Actor.system.context, ["select rehearsal from installation"]).tables[0].decode(
                0, as: Bool.self)
            let deliverer = try configuration.delivery.deliverer(
                pool: pool, config: configuration.files.config, isRehearsal: isRehearsal,
                logger: Wiring.logger(configuration.logLevel))
            if once {
                while try await deliverer.pass() > 0 {}
            } else {
                try await ServiceGroup([deliverer, Farewell(Notify(), greeting: "delivering")], heedsSignals: true).run()
            }
        } catch {
            await pool.stop()
            throw error
        }
        await pool.stop()
    }
}
