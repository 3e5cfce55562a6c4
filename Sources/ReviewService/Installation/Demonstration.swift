import Foundation
import Postgres
import ReviewModel
import ReviewWire

/// A rehearsal to look at: real reference data, people of every role, one cycle over the Trafficking Protocol and one open review.
///
/// Everything after the first account goes through the verbs that people use.
package struct Demonstration {
    /// One person of the rehearsal; no real one.
    package struct Person: Sendable {
        package let login: String
        package let role: Role
        package let organisation: String
        var isLead = false
        var isHead = false
    }

    package static let party = "KEN"
    package static let startsOn = "2026-11-02"
    /// Where its clock starts, so that it goes the same way on any day.
    package static let startsAt = Instant(rfc3339: "2026-11-02T09:00:00Z")

    /// At least one person of each role, and of each function but the observer's.
    package static let people = [
        Person(login: "head", role: .secretariat, organisation: "secretariat", isLead: true, isHead: true),
        Person(login: "officer", role: .secretariat, organisation: "secretariat"),
        Person(login: "clerk", role: .secretariat, organisation: "secretariat"),
        Person(login: "lead", role: .state, organisation: "kenya", isLead: true),
        Person(login: "focal", role: .state, organisation: "kenya"),
        Person(login: "delegate", role: .state, organisation: "kenya"),
        Person(login: "reviewer", role: .state, organisation: "tanzania", isLead: true),
        Person(login: "outsider", role: .state, organisation: "norway", isLead: true),
        Person(login: "expert", role: .expert, organisation: "expert-one", isLead: true),
        Person(login: "bystander", role: .expert, organisation: "expert-two", isLead: true),
        Person(login: "ngo", role: .cso, organisation: "lantern", isLead: true),
        Person(login: "survivors", role: .cso, organisation: "open-door", isLead: true),
        Person(login: "nhri", role: .cso, organisation: "kenya-nhri", isLead: true),
        Person(login: "igo", role: .expert, organisation: "observatory", isLead: true),
    ]

    /// Name, class and what the class needs.
    private static let organisations: [(slug: String, title: String, fields: KeyValuePairs<String, String>)] = [
        ("kenya", "Kenya", ["class": "state", "party": "KEN"]),
        ("tanzania", "United Republic of Tanzania", ["class": "state", "party": "TZA"]),
        ("norway", "Norway", ["class": "state", "party": "NOR"]),
        ("expert-one", "Independent expert, first", ["class": "expert"]),
        ("expert-two", "Independent expert, second", ["class": "expert"]),
        ("observatory", "International observatory", ["class": "igo"]),
        ("lantern", "Lantern", ["class": "cso", "kind": "ngo"]),
        ("open-door", "Open Door, by survivors", ["class": "cso", "kind": "survivor-led"]),
        ("kenya-nhri", "National human rights institution of Kenya", ["class": "nhri", "nhri_status": "A"]),
    ]

    private static let nominations = [
        ("focal", "focal-point"), ("delegate", "delegate"), ("reviewer", "reviewer"), ("expert", "expert"), ("officer", "officer"),
    ]

    /// The procedures and calendars of the folder `config`, checked.
    package static func procedures(in config: String) throws -> ProcedureCatalog {
        try ProcedureCatalog(procedures: texts(in: config + "/procedures", ".yaml"), calendars: texts(in: config + "/calendars", ".tsv"))
    }

    private static func texts(in folder: String, _ ending: String) throws -> [String: String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(ending) }
        return try Dictionary(uniqueKeysWithValues: names.map { ($0, try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)) })
    }

    /// Peoples a prepared installation; `password` gives each login's, `report` receives faults.
    package static func make(
        _ installation: Installation, config: String, iterations: Int, report: @escaping @Sendable (Fault) -> Void = { _ in },
        password: (String) -> String
    ) async throws {
        try await ReferenceLoad(config: config).run(installation.owner)
        let settled = try await Installation.settled(installation.daemon)
        let pool = Pool(installation.daemon, sizes: Pool.Sizes(shared: 1, leased: 2), enter: Service.enter)
        try await pool.start()
        let service = Service(
            pool: pool, sealer: Sealer(secret: settled.secret), procedures: try procedures(in: config), isRehearsal: settled.isRehearsal,
            report: report)
        do {
            try await Demonstration(service: service).play(iterations: iterations, password: password)
            await pool.stop()
        } catch {
            await pool.stop()
            throw error
        }
    }

    private let service: Service
    private let dispatcher: Dispatcher

    private init(service: Service) {
        self.service = service
        dispatcher = Dispatcher(service: service)
    }

    private func play(iterations: Int, password: (String) -> String) async throws {
        try await service.pool.transaction(Actor.system.context) { transaction in
            try await Accounts.foundSecretariat(title: "Secretariat of the Conference", in: transaction)
        }
        for person in Self.people where person.role == .secretariat { try await add(person, iterations, password(person.login)) }
        let head = try await actor("head")
        for (slug, title, fields) in Self.organisations {
            let isAccredited = fields.contains { $0 == ("class", "cso") || $0 == ("class", "nhri") }
            _ =
                try await isAccredited
                ? accredit(slug, title, fields, by: head)
                : say(head, "organisation.register", [("name", slug), ("title", title)] + fields.map { ($0.key, $0.value) })
        }
        for person in Self.people where person.role != .secretariat { try await add(person, iterations, password(person.login)) }
        try await openReview(head)
    }

    private func accredit(_ slug: String, _ title: String, _ fields: KeyValuePairs<String, String>, by head: Actor) async throws
        -> JSONValue
    {
        let application = try await say(
            .public, "accreditation.apply",
            [
                ("name", slug), ("title", title), ("statement", "\(title) takes part in this rehearsal."),
                ("contact", "post@\(slug).example"),
            ]
                + fields.map { ($0.key, $0.value) })
        return try await say(
            head, "accreditation.grant", [("accreditation", application["id"]?.text ?? ""), ("if", "1"), ("until", "2040-12-31")])
    }

    private func openReview(_ head: Actor) async throws {
        let cycle = try await say(
            head, "cycle.create",
            [("title", "First cycle"), ("procedure", "appeal-1"), ("instruments", "TIP"), ("starts_on", Self.startsOn)])
        let id = cycle["id"]?.text ?? ""
        try await say(head, "cycle.open", [("cycle", id), ("if", "1")])
        let review = try await say(head, "review.open", [("cycle", id), ("party", Self.party), ("starts_on", Self.startsOn)])
        for (login, function) in Self.nominations {
            try await say(
                head, "nomination.make",
                [
                    ("review", review["id"]?.text ?? ""), ("account", login), ("function", function),
                    ("note_verbale", "NV/2026/\(function)"),
                ])
        }
    }

    private func add(_ person: Person, _ iterations: Int, _ password: String) async throws {
        // A password takes its time, and whoever waits may have given up.
        try Task.checkCancellation()
        _ = try await service.pool.transaction(Actor.system.context) { transaction in
            try await Accounts.create(
                login: person.login, organisation: person.organisation, role: person.role, isLead: person.isLead, isHead: person.isHead,
                password: password, iterations: iterations, in: transaction)
        }
    }

    private func actor(_ login: String) async throws -> Actor {
        let table = try await service.pool.read(Actor.system.context, ["select id, organisation from account where login = \(login)"])
            .tables[0]
        let (id, organisation) = try table.decode(0, as: (AccountID, String).self)
        return Actor(account: id, login: login, organisation: organisation, role: .secretariat, isHead: true)
    }

    @discardableResult
    private func say(_ actor: Actor, _ verb: String, _ fields: [(String, String)]) async throws -> JSONValue {
        let request = Request(verb: verb, arguments: fields.map { RequestField($0.0, $0.1) })
        let reply = await dispatcher.reply(to: request, from: actor)
        guard !reply.code.isRefusal else { throw DemonstrationFailure(description: "\(verb): \(reply.json)") }
        return reply.json
    }
}

/// A verb that refused what a rehearsal needs.
package struct DemonstrationFailure: Error, CustomStringConvertible {
    package let description: String
}
