import Foundation
import Postgres
import ReviewService
import ServiceLifecycle

/// The daemon with a private PostgreSQL in a folder, which ends with it, at whatever stage it is told to stop.
struct EmbeddedDaemon: ServiceLifecycle.Service {
    let configuration: Configuration
    let directory: String
    /// Whether the installation is a rehearsal with people and a review.
    let isDemo: Bool

    init(configuration: Configuration, directory: String, isDemo: Bool) {
        self.configuration = configuration
        self.directory = URL(fileURLWithPath: directory).standardizedFileURL.path
        self.isDemo = isDemo
    }

    func run() async throws {
        let server = EmbeddedServer(directory: directory + "/postgresql")
        try await server.start()
        do {
            try await serve(from: server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private func serve(from server: EmbeddedServer) async throws {
        let superuser = server.connectionString(user: EmbeddedServer.superuser, database: "postgres")
        let installation = Installation(sql: configuration.files.sql, superuser: superuser)
        let rehearsal = Rehearsal(directory: directory, installation: installation, config: configuration.files.config)
        do {
            try await cancelWhenGracefulShutdown {
                try await installation.prepare(isRehearsal: isDemo, startsAt: isDemo ? Demonstration.startsAt : nil)
                if isDemo { try await rehearsal.people() }
                try Task.checkCancellation()
            }
        } catch _ where Task.isShuttingDownGracefully {
            return
        }
        var announcement = Announcement()
        if isDemo { announcement.credentialsPath = rehearsal.credentialsPath }
        var configuration = configuration
        if !configuration.server.tls.isEmpty, configuration.server.certificate == nil {
            try rehearsal.makeCertificate()
            configuration.server.certificate = rehearsal.certificate
            announcement.certificatePath = rehearsal.certificate.chainPath
        }
        try await Preconditions(database: installation.daemon, files: configuration.files).check()
        let template = announcement
        let spool = directory + "/spool"
        try await Wiring(configuration: configuration, database: installation.daemon, spool: spool, heedsSignals: false) { addresses in
            var announcement = template
            announcement.addresses = addresses
            announcement.print()
        }.run()
    }
}
