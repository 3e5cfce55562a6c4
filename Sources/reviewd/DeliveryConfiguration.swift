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
    /// Nil writes files. Its password is read when mail is to leave: the daemon that serves need not be able to.
    private let smtp: SMTP.Options?
    private let passwordFile: String?
    var spool: String
    var options: Deliverer.Options
    let leaseSeconds: Int

    init(_ reader: ConfigReader, _ secret: (_ name: String, _ configured: String) -> String?) throws {
        let url = "host=/run/postgresql dbname=reviewd user=reviewd_deliver target_session_attrs=read-write"
        database = try ConnectionString(reader.string(forKey: "deliver.database_url", isSecret: true, default: url))
            .refusingPlainText("deliver.database_url")
        let sender = reader.string(forKey: "deliver.from", default: "reviewd@localhost")
        guard let from = MailAddress(sender) else { throw Failure("deliver.from: \"\(sender)\" is no plain mail address.") }
        let domain = reader.string(forKey: "deliver.domain", default: "reviewd.localhost")
        guard MailAddress("a@\(domain)") != nil else { throw Failure("deliver.domain: \"\(domain)\" is no name of a host.") }
        let poll = try reader.whole(forKey: "deliver.poll_milliseconds", default: 1000, in: 10...1_000_000_000)
        let timeout = try reader.whole(forKey: "deliver.timeout_seconds", default: 60, in: 1...600)
        options = Deliverer.Options(
            from: from, domain: domain, pollMilliseconds: Int64(poll), webhooks: try Self.webhooks(reader, timeoutSeconds: timeout))
        leaseSeconds = try reader.whole(forKey: "deliver.lease_seconds", default: 120, in: 1...3_600)
        guard leaseSeconds > timeout else {
            throw Failure(
                "deliver.lease_seconds: \(leaseSeconds) is no longer than deliver.timeout_seconds (\(timeout)); another daemon would send what is on its way again."
            )
        }
        spool = reader.string(forKey: "deliver.spool", default: "/var/lib/reviewd-deliver/spool")
        let server = reader.string(forKey: "deliver.smtp_url", default: "")
        let login = reader.string(forKey: "deliver.smtp_login", default: "")
        let authorities = reader.string(forKey: "deliver.smtp_authorities", default: "")
        guard server.isEmpty || !(sender.hasSuffix("@localhost") || domain.hasSuffix(".localhost")) else {
            throw Failure("deliver.smtp_url: mail that leaves is from somewhere; set deliver.from and deliver.domain to names of your own.")
        }
        passwordFile = secret("smtp-password", reader.string(forKey: "deliver.smtp_password", default: ""))
        smtp = server.isEmpty ? nil : SMTP.Options(url: server, login: login, authorities: authorities, timeoutSeconds: timeout)
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

    /// `config`: the folder with templates and procedures. A rehearsal delivers to files only, whatever is configured (DOMAIN §4), and so does
    /// mail in an embedded installation (`toFiles`), which calls its webhooks all the same.
    func deliverer(pool: Pool, config: String, isRehearsal: Bool, toFiles: Bool = false, logger: Logger) throws -> Deliverer {
        var options = options
        options.isRehearsal = isRehearsal
        let transport: any MailTransport
        if var smtp, !isRehearsal, !toFiles {
            smtp.password = try password
            transport = try SMTP(smtp)
        } else {
            transport = try Spool(directory: spool)
        }
        return Deliverer(
            outbox: Outbox(pool: pool, holder: UUID().uuidString, leaseSeconds: leaseSeconds),
            templates: try NoticeTemplates(
                directory: config + "/templates", procedures: try Demonstration.procedures(in: config).procedures),
            transport: transport, options: options, journal: Journal(logger))
    }

    private var password: String {
        get throws {
            guard let passwordFile else { return "" }
            guard let octets = FileManager.default.contents(atPath: passwordFile) else {
                throw Failure("deliver.smtp_password: \(passwordFile) cannot be read.")
            }
            return String(decoding: octets, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}
