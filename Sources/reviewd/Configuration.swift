import Configuration
import Foundation
import Postgres
import ReviewModel
import ReviewServer

/// What the operator decides: every key of config/reviewd.yaml, section by section. The environment (`REVIEWD_…`) wins over the file, the
/// file over the defaults that stand here.
struct Configuration: Sendable {
    /// Where PostgreSQL is, and how many connections to it are kept.
    struct Database: Sendable {
        let connection: ConnectionString
        let sizes: Pool.Sizes

        init(_ reader: ConfigReader) throws {
            let url = "host=/run/postgresql dbname=reviewd user=reviewd target_session_attrs=read-write"
            connection = try ConnectionString(reader.string(forKey: "database.url", isSecret: true, default: url))
            sizes = Pool.Sizes(
                shared: reader.int(forKey: "database.shared_connections", default: 8),
                leased: reader.int(forKey: "database.leased_connections", default: 8),
                waitingMax: reader.int(forKey: "database.waiting_max", default: 10_000))
        }
    }

    /// The folders that are installed beside the programs.
    struct Files: Sendable {
        let sql: String
        let config: String

        init(_ reader: ConfigReader) {
            sql = Files.folder(reader.string(forKey: "files.sql", default: "/usr/share/reviewd/sql"), or: "sql", holding: "migrations")
            config = Files.folder(
                reader.string(forKey: "files.config", default: "/usr/share/reviewd/config"), or: "config", holding: "procedures")
        }

        /// In a checkout the folders of the source serve when nothing is installed.
        private static func folder(_ installed: String, or local: String, holding part: String) -> String {
            let files = FileManager.default
            return !files.fileExists(atPath: "\(installed)/\(part)") && files.fileExists(atPath: "\(local)/\(part)") ? local : installed
        }
    }

    /// Where the node exporter finds our metrics; nil writes none.
    struct Metrics: Sendable {
        let file: String?
        let intervalSeconds: Int64

        init(_ reader: ConfigReader) throws {
            let path = reader.string(forKey: "metrics.file", default: "")
            let interval = reader.int(forKey: "metrics.interval_seconds", default: 15)
            guard path.isEmpty || path.hasSuffix(".prom") else { throw Failure("metrics.file: \"\(path)\" must end in .prom.") }
            guard interval > 0 else { throw Failure("metrics.interval_seconds must be at least 1.") }
            (file, intervalSeconds) = (path.isEmpty ? nil : path, Int64(interval))
        }
    }

    let database: Database
    let files: Files
    let metrics: Metrics
    var server: ServerOptions
    var delivery: DeliveryConfiguration
    let jobs: JobSchedule
    let remindersPerHourMax: Int
    let eventLoops: Int
    /// A name of swift-log's levels.
    let logLevel: String

    /// `file`: nil reads /etc/reviewd/reviewd.yaml when there is one.
    static func load(file: String?, environment: [String: String] = ProcessInfo.processInfo.environment) async throws -> Configuration {
        let path = file ?? "/etc/reviewd/reviewd.yaml"
        let yaml: FileProvider<YAMLSnapshot>
        do {
            yaml = try await FileProvider<YAMLSnapshot>(filePath: .init(path), allowMissing: file == nil)
        } catch {
            throw Failure("the configuration \(path) cannot be read: \(error)")
        }
        let variables = EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "reviewd")
        return try Configuration(ConfigReader(providers: [variables, yaml]), credentials: environment["CREDENTIALS_DIRECTORY"])
    }

    /// `credentials`: the folder in which systemd hands over secrets.
    private init(_ reader: ConfigReader, credentials: String?) throws {
        database = try Database(reader)
        files = Files(reader)
        metrics = try Metrics(reader)
        server = try Self.server(reader, credentials)
        delivery = try DeliveryConfiguration(reader) { Self.secret($0, $1, credentials) }
        jobs = try Self.jobs(reader)
        remindersPerHourMax = reader.int(forKey: "jobs.reminders_per_hour_max", default: 60)
        eventLoops = reader.int(forKey: "listen.event_loops", default: 2)
        logLevel = reader.string(forKey: "log.level", default: "info")
        guard eventLoops > 0 else { throw Failure("listen.event_loops must be at least 1.") }
    }

    private static func server(_ reader: ConfigReader, _ credentials: String?) throws -> ServerOptions {
        var options = ServerOptions()
        options.plain = try addresses(reader.stringArray(forKey: "listen.plain", default: ["127.0.0.1:7117"]), "listen.plain")
        options.tls = try addresses(reader.stringArray(forKey: "listen.tls", default: []), "listen.tls")
        options.activated = Activation.sockets()
        if !options.activated.isEmpty { (options.plain, options.tls) = ([], []) }
        let chain = secret("tls-certificate.pem", reader.string(forKey: "tls.certificate", default: ""), credentials)
        let key = secret("tls-key.pem", reader.string(forKey: "tls.key", default: ""), credentials)
        if let chain, let key { options.certificate = CertificateFiles(chainPath: chain, keyPath: key) }
        options.clientCertificates = reader.bool(forKey: "tls.client_certificates", default: false)
        options.connections.totalMax = reader.int(forKey: "connections.total_max", default: 10_000)
        options.connections.perAddressMax = reader.int(forKey: "connections.per_address_max", default: 256)
        options.time = time(reader)
        return options
    }

    private static func jobs(_ reader: ConfigReader) throws -> JobSchedule {
        let zone = reader.string(forKey: "jobs.zone", default: "Europe/Vienna")
        let texts = [
            "fire": reader.string(forKey: "jobs.fire", default: "* * * * *"),
            "follow-up": reader.string(forKey: "jobs.follow_up", default: "* * * * *"),
            "reconcile": reader.string(forKey: "jobs.reconcile", default: "*/5 * * * *"),
            "expiry": reader.string(forKey: "jobs.expiry", default: "30 3 * * *"),
            "self-check": reader.string(forKey: "jobs.self_check", default: "15 * * * *"),
        ]
        guard let known = Zone(zone) else { throw Failure("jobs.zone: \"\(zone)\" is no time zone.") }
        let expressions = try texts.map { name, text in
            guard let expression = CronExpression(text) else {
                throw Failure("the schedule \"\(text)\" of the job \(name) is no cron expression.")
            }
            return (name, expression)
        }
        return JobSchedule(zone: known, jobs: Dictionary(uniqueKeysWithValues: expressions))
    }

    private static func time(_ reader: ConfigReader) -> TimeLimits {
        var time = TimeLimits()
        time.handshakeSeconds = reader.int(forKey: "time.handshake_seconds", default: 10)
        time.idleSecondsBeforeLogin = reader.int(forKey: "time.idle_seconds_before_login", default: 120)
        time.idleSecondsAfterLogin = reader.int(forKey: "time.idle_seconds_after_login", default: 3600)
        time.requestSecondsBeforeLogin = reader.int(forKey: "time.request_seconds_before_login", default: 60)
        time.requestSecondsAfterLogin = reader.int(forKey: "time.request_seconds_after_login", default: 600)
        time.stalledSeconds = reader.int(forKey: "time.stalled_seconds", default: 300)
        time.drainSeconds = reader.int(forKey: "time.drain_seconds", default: 5)
        time.eventPollMilliseconds = reader.int(forKey: "time.event_poll_milliseconds", default: 200)
        time.suspensionPollMilliseconds = reader.int(forKey: "time.suspension_poll_milliseconds", default: 2000)
        return time
    }

    private static func addresses(_ texts: [String], _ key: String) throws -> [ListenAddress] {
        try texts.filter { !$0.isEmpty }.map { text in
            guard let address = ListenAddress(text) else {
                throw Failure("\(key): \"\(text)\" is no address; write 127.0.0.1:7117, [::1]:7117 or unix:/run/reviewd/reviewd.sock.")
            }
            return address
        }
    }

    /// The file that is configured, or the credential of that name.
    private static func secret(_ name: String, _ configured: String, _ credentials: String?) -> String? {
        if !configured.isEmpty { return configured }
        guard let path = credentials.map({ "\($0)/\(name)" }), FileManager.default.fileExists(atPath: path) else { return nil }
        return path
    }
}
