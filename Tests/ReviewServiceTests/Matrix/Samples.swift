import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support

/// A value for every argument by its name; what a verb means otherwise by the same name stands under the verb.
struct Samples: Sendable {
    /// Arguments whose values are documents: each verb that has one is tried on every paper.
    static let documentNames: Set<String> = ["document", "answers", "translation_of"]
    /// The same of obligations.
    static let obligationNames: Set<String> = ["obligation"]
    static let subjectNames = documentNames.union(obligationNames)
    static let absentDocument = "D-0000000000"
    static let absentObligation = "B-0000000000"
    static let absent: Set<String> = [absentDocument, absentObligation]
    static let body = "A body."

    private let byName: [String: String]
    private let byVerb: [String: [String: String]]
    /// Optional arguments that a verb cannot do without to succeed.
    private let needed: [String: [String]] = [
        "document.submit": ["document", "if"], "document.open": ["audience"], "organisation.register": ["kind"],
        "organisation.update": ["title"],
        "accreditation.apply": ["title", "class", "kind"], "invitation.make": ["organisation"], "account.show": ["login"],
        "account.update": ["language"], "schedule.release": ["account"],
    ]
    let versions: [String: Int]

    static let shared = Task { try await Samples(try await Papers.shared.value) }

    init(_ papers: Papers) async throws {
        let house = papers.house
        let code = try await house.made("ngo", "invitation.make", name: "code")
        let invitation = try await house.made("lead", "invitation.make")
        let token = try await house.made("ngo", "token.create label=desk")
        let fingerprint = try await house.made("ngo", "certificate.bind label=card", name: "fingerprint")
        let application = try await house.made(
            "public", "accreditation.apply name=newcomer title=Newcomer class=cso kind=ngo statement=x contact=x@example.org")
        let planned = try await house.made("head", "cycle.create title=Second procedure=appeal-1 instruments=TIP starts_on=2027-01-04")
        let (focal, nomination, conflict, accredited) = try await house.service.pool.read(
            Actor.system.context,
            [
                """
                select (select id from nomination where function = 'focal-point' and review = \(house.review)),
                    (select id from nomination where function = 'reviewer' and review = \(house.review)), (select id from conflict),
                    (select id from accreditation where organisation = 'lantern')
                """
            ]
        ).tables[0].decode(0, as: (String, String, String, String).self)
        try await Self.putAside(house)
        let (notice, message) = try await Self.tellHead(house)
        let finished = try await house.made("head", "cycle.create title=Third procedure=appeal-1 instruments=TIP starts_on=2027-01-04")
        try await house.done("head", "cycle.open cycle=\(finished) if=1")
        byName = [
            "review": house.review, "cycle": planned, "party": "NOR", "calendar": "unov", "year": "2023", "procedure": "appeal-1",
            "code": code, "salt": Base64.encode(Scram.randomBytes(Scram.saltBytes)), "iterations": "4096",
            "stored_key": Base64.encode(Scram.randomBytes(32)), "server_key": Base64.encode(Scram.randomBytes(32)),
            "login": "igo", "account": "igo", "reason": "a reason", "name": "newly-made", "title": "A title", "class": "cso", "kind": "ngo",
            "statement": "we exist", "contact": "someone@example.org", "accreditation": application, "until": "2029-01-01",
            "label": "label", "organisation": "lantern", "invitation": invitation, "token": token, "fingerprint": fingerprint,
            "instruments": "TIP", "starts_on": "2027-01-04",
            "group": "1", "nomination": nomination, "conflict": conflict,
            "note_verbale": "NV/2", "function": "observer", "to": "2026-11-03T00:00:00Z", "answer": "an answer", "state": "lifted",
            "upload": papers.openUpload, "at": "0", "size": "3", "type": "text/plain", "sha256": String(repeating: "a", count: 64),
            "lang": "en", "audience": "open", "verb": "ping", "language": "fr",
            "days": "10", "income": "low", "context": "what is known", "job": "reconcile", "notice": notice, "message": message,
            "webhook": try await house.made("ngo", "webhook.make url=https://example.org/notices"),
            "url": "https://example.org/others",
        ]
        byVerb = [
            "account.join": ["login": "newcomer-login"], "document.draft": ["kind": "contribution"],
            "anchor.record": ["name": "visit.agreed"], "upload.open": ["name": "a.txt"],
            "accreditation.suspend": ["accreditation": accredited],
            "document.withhold": ["until": "2029-01-01T00:00:00Z"], "cycle.close": ["cycle": finished],
            "cycle.show": ["cycle": house.cycle],
            "review.open": ["cycle": house.cycle, "party": "SWE"],
            "accreditation.apply": ["name": "second-newcomer"], "nomination.handover": ["nomination": focal, "account": "delegate"],
            "party.show": ["party": "KEN"], "account.resume": ["login": "asleep"], "organisation.resume": ["organisation": "sleepers"],
            "schedule.release": ["account": "focal"],
        ]
        versions = try await Self.versions(house)
    }

    /// What `if=` has to say, by identifier and, of accounts, by login.
    private static func versions(_ house: PeopledService) async throws -> [String: Int] {
        let table = try await house.service.pool.read(
            Actor.system.context,
            [
                """
                select id, ver from document union all select id, ver from review union all select id, ver from cycle
                union all select id, ver from nomination union all select id, ver from conflict union all select id, ver from accreditation
                union all select id, ver from organisation union all select login, ver from account
                union all select id, ver from obligation union all select id, ver from outbox
                """
            ]
        ).tables[0]
        return try Dictionary((0..<table.count).map { try table.decode($0, as: (String, Int).self) }) { first, _ in first }
    }

    /// An account and an organisation that are suspended, for what resumes them.
    private static func putAside(_ house: PeopledService) async throws {
        try await house.service.pool.transaction(Actor.system.context) { transaction in
            _ = try await Accounts.create(
                login: "asleep", organisation: "lantern", role: .cso, isLead: false, isHead: false, password: Cast.password(of: "asleep"),
                iterations: 4096, in: transaction)
        }
        try await house.done("ngo", "account.suspend login=asleep if=1 reason=x")
        try await house.done("head", "organisation.register name=sleepers title=Sleepers class=cso kind=ngo")
        try await house.done("head", "organisation.suspend organisation=sleepers if=1 reason=x")
    }

    /// A notice, and a message that could not leave.
    private static func tellHead(_ house: PeopledService) async throws -> (notice: String, message: String) {
        let account = try house.actor("head").account
        let (notice, message) = (NoticeID.random().description, MessageID.random().description)
        try await house.service.pool.transaction(Actor.system.context) { transaction in
            try await transaction.run(
                """
                insert into notice (id, account, kind, review, created_at) values (\(notice), \(account), 'alarm', \(house.review), moment())
                """)
            try await transaction.run(
                """
                insert into outbox (id, account, channel, review, state, next_attempt_at, settled_at, created_at)
                values (\(message), \(account), 'mail', \(house.review), 'dead', moment(), moment(), moment())
                """)
        }
        return (notice, message)
    }

    private func sample(_ name: String, of verb: String) -> String? { byVerb[verb]?[name] ?? byName[name] }

    /// The requests that stand for a verb: one, or one for each of `documents` or `obligations` where it takes one. Nil when an argument
    /// has no sample.
    func requests(for command: Command, documents: [String], obligations: [String]) -> [Request]? {
        let names = command.arguments.filter { $0.isRequired || needed[command.name]?.contains($0.name) == true }.map(\.name)
        let subjects = command.arguments.map(\.name).filter(Self.subjectNames.contains)
        guard !subjects.isEmpty else { return request(command, names, subject: nil).map { [$0] } }
        var requests: [Request] = []
        for name in subjects {
            for subject in Self.documentNames.contains(name) ? documents : obligations {
                let others = names.filter {
                    !Self.subjectNames.contains($0) && !(name != "document" && command.name == "document.submit" && $0 == "if")
                }
                guard let request = request(command, others + [name], subject: subject) else { return nil }
                requests.append(request)
            }
        }
        return requests
    }

    private func request(_ command: Command, _ names: [String], subject: String?) -> Request? {
        var fields: [RequestField] = []
        for name in names where name != "if" {
            guard let value = Self.subjectNames.contains(name) ? subject : sample(name, of: command.name) else { return nil }
            fields.append(RequestField(name, value))
        }
        if names.contains("if") {
            let subject = fields.lazy.compactMap { versions[$0.value] }.first ?? versions["ngo"] ?? 1
            fields.append(RequestField("if", String(subject)))
        }
        if command.isMutation { fields.append(RequestField("dry", "yes")) }
        let hasBody: Bool = if case .none = command.body { false } else { true }
        let isBare = command.name == "document.submit" && fields.contains { $0.name == "document" }
        return Request(verb: command.name, arguments: fields, body: hasBody && !isBare ? Array(Self.body.utf8) : nil)
    }
}
