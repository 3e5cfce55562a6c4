import Foundation
import Logging
import Postgres
import ReviewModel
import ReviewNotice
import ReviewServer
import ReviewService
import ReviewWire
import Support

/// A peopled house with a deliverer beside it, which has a database login of its own.
struct Post {
    let house: TestHouse
    let first: ReviewID
    private let pool: Pool

    static func with(_ body: (Post) async throws -> Void) async throws {
        try await TestHouse.with { house in
            let login = house.installation.daemon.with(user: "reviewd_deliver")
            let pool = Pool(login, sizes: Pool.Sizes(shared: 1, leased: 1), enter: ReviewService.Service.enter)
            try await pool.start()
            guard let first = house.bindings["review"]?.text.flatMap({ ReviewID($0) }) else { return }
            do {
                try await body(Post(house: house, first: first, pool: pool))
                await pool.stop()
            } catch {
                await pool.stop()
                throw error
            }
        }
    }

    /// A second cycle with a review of another State.
    func secondReview() async throws -> ReviewID {
        let officer = try await house.connect(as: "officer")
        let create = #"cycle.create title="Second cycle" procedure=appeal-1 instruments=TIP starts_on=2026-11-02"#
        let cycle = try await officer.send(Request.reading(create, body: nil)).result["id"]?.text ?? ""
        _ = try await officer.send(Request.reading("cycle.open cycle=\(cycle) if=1", body: nil))
        let opened = try await officer.send(Request.reading("review.open cycle=\(cycle) party=NOR", body: nil))
        await officer.close()
        guard let review = opened.result["id"]?.text.flatMap({ ReviewID($0) }) else { throw Refusal(.thingAbsent) }
        return review
    }

    /// Reminds that person that the focal point of the review is to be named.
    func tell(_ login: String, _ language: String, _ review: ReviewID, mail: String? = "") async throws {
        let address = mail.map { $0.isEmpty ? "\(login)@example.org" : $0 }
        try await house.service.pool.transaction(Actor.system.context) { transaction in
            let context = Context(actor: .system, service: house.service, transaction: transaction, now: try await transaction.now)
            let account = try await transaction.one("select id from account where login = \(login)", as: AccountID.self)
            let obligation = try await transaction.one(
                "select id from obligation where review = \(review) and rule = 'focal-point'", as: ObligationID.self)
            try await transaction.run("update account set language = \(language) where id = \(account)")
            if let address {
                try await transaction.run(
                    """
                    insert into notice_preference (account, mail) values (\(account), \(address))
                    on conflict (account) do update set mail = excluded.mail
                    """)
            }
            try await Notices.post(.reminder, to: account, review: review, obligation: obligation, in: context)
        }
    }

    func set(_ sql: SQL) async throws {
        try await house.service.pool.transaction(Actor.system.context) { transaction in try await transaction.run(sql) }
    }

    func states() async throws -> [String: Int] {
        let table = try await house.service.pool.read(
            Actor.system.context, ["select state, count(*) from outbox group by state"]
        ).tables[0]
        return try (0..<table.count).reduce(into: [:]) { states, row in
            let (state, count) = try table.decode(row, as: (String, Int).self)
            states[state] = count
        }
    }

    /// `holder` ends the UUID.
    func outbox(_ holder: String) -> Outbox { Outbox(pool: pool, holder: "00000000-0000-0000-0000-00000000000\(holder)") }

    func mailServer(isPlain: Bool = false) throws -> MailServer {
        let made = try SelfSigned(host: "localhost", validFromSeconds: time(nil))
        return try MailServer(certificate: made.certificatePEM, key: made.keyPEM, isPlain: isPlain)
    }

    func deliverer(_ server: MailServer, password: String = "mail-password-1", trusts: Bool = true) throws -> Deliverer {
        let authorities = trusts ? server.authorities : ""
        return try deliverer(
            SMTP(SMTP.Options(url: server.url, login: "reviewd", password: password, authorities: authorities)), isRehearsal: false)
    }

    /// What it has to say of one column of the outbox, by its order.
    func texts(_ query: SQL) async throws -> [String] {
        try await house.service.pool.read(Actor.system.context, [query]).tables[0].rows(as: String.self)
    }

    func deliverer(
        _ transport: some MailTransport, isRehearsal: Bool, webhooks: WebhookCall.Options = WebhookCall.Options()
    ) throws -> Deliverer {
        guard let from = MailAddress("reviewd@example.org") else { throw Refusal(.thingAbsent) }
        return Deliverer(
            outbox: outbox("1"),
            templates: try NoticeTemplates(
                directory: TestCluster.root + "/config/templates", procedures: house.service.procedures.procedures), transport: transport,
            options: Deliverer.Options(from: from, domain: "example.org", isRehearsal: isRehearsal, webhooks: webhooks),
            journal: Journal(Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) { print("\($0)") })
    }
}
