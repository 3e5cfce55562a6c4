import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support

/// One cycle beside others in the same installation: a review of a State of its own, its own people, their language and their zone.
struct Circle: Sendable {
    /// Stands in the name of everyone and everything of its own.
    let word: String
    let language: Language
    let zone: String
    let party: String
    let reviewingParty: String
    let startsOn: LocalDate
    let post: Post
    private(set) var cycle = ""
    private(set) var review = ""

    private static let people: [(name: String, organisation: String, role: Role, isLead: Bool)] = [
        ("officer", "secretariat", .secretariat, false), ("lead", "ministry", .state, true), ("focal", "ministry", .state, false),
        ("deputy", "ministry", .state, false), ("reviewer", "peers", .state, true), ("expert", "experts", .expert, true),
        ("ngo", "shelter", .cso, true), ("nhri", "ombudsman", .cso, true),
    ]

    init(word: String, _ language: Language, _ zone: String, _ party: String, reviewedBy peer: String, from date: String, _ post: Post)
        throws
    {
        guard let startsOn = LocalDate(date) else { throw TranscriptProblem("\(date) is no date") }
        (self.word, self.language, self.zone, self.party) = (word, language, zone, party)
        (reviewingParty, self.startsOn, self.post) = (peer, startsOn, post)
    }

    var logins: [String] { Self.people.map { login($0.name) } }
    var organisations: [String] { Set(Self.people.map(\.organisation)).subtracting(["secretariat"]).sorted().map { "\(word)-\($0)" } }

    private func login(_ name: String) -> String { name == "head" ? name : "\(word)-\(name)" }

    /// Midnight of that day of the review, in UTC.
    func moment(_ day: Int) -> UTCInstant { UTCInstant(seconds: Int64(startsOn.daysSinceEpoch + day) * 86_400) }

    @discardableResult
    func say(_ name: String, _ line: String, body: String? = nil) async throws -> JSONValue {
        let line = try await filled(line)
        let reply = try await post.house.elsewhere(login(name), line, body: body)
        guard !reply.code.isRefusal else { throw TranscriptProblem("\(login(name)): \(line): \(reply.json)") }
        return reply.json
    }

    /// People and organisations, the cycle and its review, which begins later.
    mutating func form() async throws {
        try await register()
        for person in Self.people {
            let organisation = person.organisation == "secretariat" ? "secretariat" : "\(word)-\(person.organisation)"
            try await post.house.service.pool.transaction(Actor.system.context) { transaction in
                _ = try await Accounts.create(
                    login: login(person.name), organisation: organisation, role: person.role, isLead: person.isLead,
                    password: Cast.password(of: person.name), iterations: Cast.iterations, in: transaction)
            }
            try await say(person.name, "account.update if=1 language=\(language) zone=\(zone)")
            let digest = person.name == "deputy" ? " digest=yes" : ""
            try await say(person.name, "notice.preferences if=1 mail=\(login(person.name))@example.org\(digest)")
        }
        let make = "cycle.create title=\"\(word) cycle\" procedure=appeal-1 instruments=TIP starts_on=\(startsOn.text)"
        cycle = try await say("head", make)["id"]?.text ?? ""
        try await say("head", "cycle.open cycle=\(cycle) if=1")
        review = try await say("head", "review.open cycle=\(cycle) party=\(party)")["id"]?.text ?? ""
    }

    private func register() async throws {
        for (name, rest) in [
            ("ministry", "class=state party=\(party)"), ("peers", "class=state party=\(reviewingParty)"), ("experts", "class=expert"),
        ] {
            try await say("head", "organisation.register name=\(word)-\(name) title=\"\(word) \(name)\" \(rest)")
        }
        for (name, rest) in [("shelter", "class=cso kind=ngo"), ("ombudsman", "class=nhri nhri_status=A")] {
            let line =
                "accreditation.apply name=\(word)-\(name) title=\"\(word) \(name)\" statement=x contact=x@example.org country=\(party) \(rest)"
            let applied = try await post.house.elsewhere("public", line).json["id"]?.text ?? ""
            try await say("head", "accreditation.grant accreditation=\(applied) if=1 until=2040-12-31")
        }
    }

    /// Has the ministry's system called at that address.
    func call(_ url: String, secret: String) async throws {
        let webhook = try await say("lead", "webhook.make url=https://example.org/")["id"]?.text
        try await post.set("update webhook set url = \(url), secret = \(secret) where id = \(webhook)")
    }

    /// Names in a line: `$review`, `$ver`, `$login:focal`, `$day:600`, `$owed:questionnaire`, `$nomination:focal-point`, and their versions.
    private func filled(_ line: String) async throws -> String {
        var (text, rest) = ("", line[...])
        while let match = rest.firstMatch(of: /\$([a-z]+)(?::([a-z0-9-]+))?/) {
            text += rest[..<match.range.lowerBound] + (try await value(match.output.1, match.output.2 ?? ""))
            rest = rest[match.range.upperBound...]
        }
        return text + rest
    }

    private func value(_ name: Substring, _ of: Substring) async throws -> String {
        let of = String(of)
        let query: SQL
        switch name {
        case "review": return review
        case "login": return login(of)
        case "day": return moment(Int(of) ?? 0).rfc3339
        case "ver": query = "select ver::text from review where id = \(review)"
        case "owed": query = "select id from obligation where review = \(review) and rule = \(of)"
        case "owedver": query = "select ver::text from obligation where review = \(review) and rule = \(of)"
        case "nomination": query = "select id from nomination where review = \(review) and function = \(of)"
        default: throw TranscriptProblem("nothing is called \(name)")
        }
        return try await post.texts(query).first ?? ""
    }

    /// Everything that names it and nothing else: identifiers, parties, organisations, people.
    func words() async throws -> Set<String> {
        let made: SQL = """
            select id from obligation where review = \(review) union select id from nomination where review = \(review)
            union select id from document where review = \(review) union select id from webhook where organisation = \("\(word)-ministry")
            union select id from account where login = any(\(logins)) union select short_name from party_name where party in (\(party), \(reviewingParty))
            """
        return Set(try await post.texts(made) + logins + organisations + [word, cycle, review, party, reviewingParty])
    }

    /// Every moment that its people are told of.
    func moments() async throws -> [UTCInstant] {
        let all: SQL = """
            select distinct at::text from (
                select due_at as at from obligation where review = \(review) union select original_due_at from obligation where review = \(review)
                union select due_at from notice where review = \(review) union select upper(during) from nomination where review = \(review)
                union select occurred_at from anchor where review = \(review)) as moments
            where at is not null
            """
        return try await post.house.service.pool.read(Actor.system.context, [all]).tables[0].rows(as: String.self).compactMap {
            Instant(rfc3339: $0.replacing(" ", with: "T").replacing("+00", with: "Z")).map { UTCInstant($0) }
        }
    }
}
