import Configuration
import Foundation
import Logging
import Postgres
import ReviewNotice
import ReviewServer
import ReviewService

/// The section `deliver`: how mail leaves, who it is from, and the login that may claim messages.
struct DeliveryConfiguration: Sendable {
    let database: ConnectionString
    /// Nil writes files.
    let smtp: SMTP.Options?
    var spool: String
    var options: Deliverer.Options
    let leaseSeconds: Int

    init(_ reader: ConfigReader, _ secret: (_ name: String, _ configured: String) -> String?) throws {
        let url = "host=/run/postgresql dbname=reviewd user=reviewd_deliver target_session_attrs=read-write"
        database = try ConnectionString(reader.string(forKey: "deliver.database_url", isSecret: true, default: url))
        let sender = reader.string(forKey: "deliver.from", default: "reviewd@localhost")
        guard let from = MailAddress(sender) else { throw Failure("deliver.from: \"\(sender)\" is no plain mail address.") }
        let domain = reader.string(forKey: "deliver.domain", default: "reviewd.localhost")
        guard MailAddress("a@\(domain)") != nil else { throw Failure("deliver.domain: \"\(domain)\" is no name of a host.") }
        let poll = reader.int(forKey: "deliver.poll_milliseconds", default: 1000)
        guard poll > 0 else { throw Failure("deliver.poll_milliseconds must be at least 1.") }
        let timeout = reader.int(forKey: "deliver.timeout_seconds", default: 60)
        guard timeout > 0 else { throw Failure("deliver.timeout_seconds must be at least 1.") }
        options = Deliverer.Options(
            from: from, domain: domain, pollMilliseconds: Int64(poll), webhooks: try Self.webhooks(reader, timeoutSeconds: timeout))
        leaseSeconds = reader.int(forKey: "deliver.lease_seconds", default: 120)
        guard leaseSeconds > 0 else { throw Failure("deliver.lease_seconds must be at least 1.") }
        spool = reader.string(forKey: "deliver.spool", default: "/var/lib/reviewd/spool")
        let server = reader.string(forKey: "deliver.smtp_url", default: "")
        let login = reader.string(forKey: "deliver.smtp_login", default: "")
        let authorities = reader.string(forKey: "deliver.smtp_authorities", default: "")
        let passwordFile = secret("smtp-password", reader.string(forKey: "deliver.smtp_password", default: ""))
        let password = try passwordFile.map { path in
            guard let octets = FileManager.default.contents(atPath: path) else {
                throw Failure("deliver.smtp_password: \(path) cannot be read.")
            }
            return String(decoding: octets, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        smtp =
            server.isEmpty
            ? nil : SMTP.Options(url: server, login: login, password: password ?? "", authorities: authorities, timeoutSeconds: timeout)
    }

    private static func webhooks(_ reader: ConfigReader, timeoutSeconds: Int) throws -> WebhookCall.Options {
        let opened = try reader.stringArray(forKey: "deliver.webhook_networks", default: []).filter { !$0.isEmpty }.map { text in
            guard let block = AddressBlock(text) else {
                throw Failure("deliver.webhook_networks: \"\(text)\" is no block of addresses such as 10.20.0.0/16.")
            }
            return block
        }
        return WebhookCall.Options(
            authorities: reader.string(forKey: "deliver.webhook_authorities", default: ""), reach: Reach(opened: opened),
            timeoutSeconds: timeoutSeconds)
    }

    /// `config`: the folder with templates and procedures. A rehearsal delivers to files only, whatever is configured (DOMAIN §4).
    func deliverer(pool: Pool, config: String, isRehearsal: Bool, logger: Logger) throws -> Deliverer {
        var options = options
        options.isRehearsal = isRehearsal
        let transport: any MailTransport
        if let smtp, !isRehearsal { transport = try SMTP(smtp) } else { transport = try Spool(directory: spool) }
        return Deliverer(
            outbox: Outbox(pool: pool, holder: UUID().uuidString, leaseSeconds: leaseSeconds),
            templates: try NoticeTemplates(
                directory: config + "/templates", procedures: try Demonstration.procedures(in: config).procedures),
            transport: transport, options: options, journal: Journal(logger))
    }
}
