import Configuration
import Foundation
import Logging
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
                .refusingPlainText("database.url")
            sizes = Pool.Sizes(
                shared: try reader.whole(forKey: "database.shared_connections", default: 4, in: 1...1000),
                leased: try reader.whole(forKey: "database.leased_connections", default: 8, in: 1...1000),
                waitingMax: try reader.whole(forKey: "database.waiting_max", default: 10_000, in: 1...1_000_000))
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
    let jobsPollMilliseconds: Int64
    let remindersPerHourMax: Int
    let eventLoops: Int
    let logLevel: Logger.Level

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
        let complaints = ConfigurationComplaints()
        let reader = ConfigReader(providers: [variables, yaml], accessReporter: complaints)
        let configuration = try Configuration(reader, credentials: environment["CREDENTIALS_DIRECTORY"])
        try complaints.conclude(file: path)
        return configuration
    }

    /// `credentials`: the folder in which systemd hands over secrets.
    private init(_ reader: ConfigReader, credentials: String?) throws {
        database = try Database(reader)
        files = Files(reader)
        metrics = try Metrics(reader)
        server = try Self.server(reader, credentials)
        delivery = try DeliveryConfiguration(reader) { Self.secret($0, $1, credentials) }
        jobs = try Self.jobs(reader)
        jobsPollMilliseconds = Int64(try reader.whole(forKey: "jobs.poll_milliseconds", default: 5000, in: 10...30_000))
        remindersPerHourMax = try reader.whole(forKey: "jobs.reminders_per_hour_max", default: 60, in: 1...100_000)
        eventLoops = try reader.whole(forKey: "listen.event_loops", default: 2, in: 1...256)
        let level = reader.string(forKey: "log.level", default: "info")
        guard let known = Logger.Level(rawValue: level) else {
            throw Failure("log.level: \"\(level)\" is none of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        logLevel = known
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
        options.connections.totalMax = try reader.whole(forKey: "connections.total_max", default: 10_000, in: 1...1_000_000)
        options.limits.organisationBytesMax = try reader.whole(
            forKey: "limits.organisation_bytes_max", default: 2_147_483_648, in: 1...(1 << 50))
        options.connections.perAddressMax = try reader.whole(forKey: "connections.per_address_max", default: 256, in: 1...1_000_000)
        options.time = try time(reader)
        return options
    }

    private static func jobs(_ reader: ConfigReader) throws -> JobSchedule {
        let zone = reader.string(forKey: "jobs.zone", default: "Europe/Vienna")
        let texts = [
            "fire": reader.string(forKey: "jobs.fire", default: "* * * * *"),
            "follow-up": reader.string(forKey: "jobs.follow_up", default: "* * * * *"),
            "reconcile": reader.string(forKey: "jobs.reconcile", default: "*/5 * * * *"),
            "function-ends": reader.string(forKey: "jobs.function_ends", default: "*/5 * * * *"),
            "accreditation-ends": reader.string(forKey: "jobs.accreditation_ends", default: "*/5 * * * *"),
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

    private static func time(_ reader: ConfigReader) throws -> TimeLimits {
        var time = TimeLimits()
        time.handshakeSeconds = try reader.whole(forKey: "time.handshake_seconds", default: 10, in: 1...86_400)
        time.idleSecondsBeforeLogin = try reader.whole(forKey: "time.idle_seconds_before_login", default: 120, in: 1...86_400)
        time.idleSecondsAfterLogin = try reader.whole(forKey: "time.idle_seconds_after_login", default: 3600, in: 1...86_400)
        time.requestSecondsBeforeLogin = try reader.whole(forKey: "time.request_seconds_before_login", default: 60, in: 1...86_400)
        time.requestSecondsAfterLogin = try reader.whole(forKey: "time.request_seconds_after_login", default: 600, in: 1...86_400)
        time.stalledSeconds = try reader.whole(forKey: "time.stalled_seconds", default: 300, in: 1...86_400)
        time.drainSeconds = try reader.whole(forKey: "time.drain_seconds", default: 5, in: 0...3_600)
        time.eventPollMilliseconds = try reader.whole(forKey: "time.event_poll_milliseconds", default: 200, in: 10...86_400_000)
        time.suspensionPollMilliseconds = try reader.whole(forKey: "time.suspension_poll_milliseconds", default: 2000, in: 10...86_400_000)
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
