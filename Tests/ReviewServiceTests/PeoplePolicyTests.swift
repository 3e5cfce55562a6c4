import Postgres
import ReviewModel
import ReviewService
import Support
import Testing

/// Row-level security alone, whatever a verb may forget to ask.
struct PeoplePolicyTests {
    private static let tables: [(name: String, count: SQL)] = [
        ("account", "select count(*) from account"), ("credential", "select count(*) from credential"),
        ("invitation", "select count(*) from invitation"), ("token", "select count(*) from token"),
        ("certificate", "select count(*) from certificate"), ("accreditation_contact", "select count(*) from accreditation_contact"),
    ]

    private static func counts(_ actor: Actor, _ house: TestService) async throws -> [String: Int] {
        let results = try await house.service.pool.read(actor.context, tables.map(\.count)).tables
        return try Dictionary(uniqueKeysWithValues: zip(tables.map(\.name), results.map { try $0.decode(0, as: Int.self) }))
    }

    @Test func `people and what lets them in are seen by their own and by nobody else`() async throws {
        try await TestService.with { house in
            let head = try await house.person("head", isLead: true, isHead: true)
            for (name, party) in [("kenya", "KEN"), ("norway", "NOR")] {
                try await house.say(head, "organisation.register name=\(name) title=\(name) class=state party=\(party)")
            }
            let lead = try await house.person("lead", of: "kenya", as: .state, isLead: true)
            let outsider = try await house.person("outsider", of: "norway", as: .state, isLead: true)
            try await house.say(lead, "invitation.make")
            try await house.say(lead, "token.create label=laptop")
            try await house.say(lead, "certificate.bind label=card")
            let application = "accreditation.apply name=lantern title=Lantern class=cso kind=ngo statement=We contact=post"
            try await house.say(.public, application)

            let nothing = ["account": 0, "credential": 0, "invitation": 0, "token": 0, "certificate": 0, "accreditation_contact": 0]
            let seen = try await Self.counts(.public, house)
            #expect(seen == nothing)
            #expect(try await Self.counts(outsider, house) == nothing.merging(["account": 1, "credential": 1]) { $1 })
            #expect(
                try await Self.counts(lead, house)
                    == ["account": 1, "credential": 1, "invitation": 1, "token": 1, "certificate": 1, "accreditation_contact": 0])
            #expect(
                try await Self.counts(head, house)
                    == ["account": 3, "credential": 1, "invitation": 1, "token": 0, "certificate": 0, "accreditation_contact": 1])
        }
    }

    @Test func `nobody writes to another's password or token`() async throws {
        try await TestService.with { house in
            let head = try await house.person("head", isLead: true, isHead: true)
            let clerk = try await house.person("clerk")
            try await house.say(clerk, "token.create label=laptop")
            let touched = try await house.service.pool.transaction(head.context) { transaction in
                let tokens = try await transaction.run("update token set revoked_at = moment() where account = \(clerk.account)")
                return try await tokens + transaction.run("update credential set iterations = 4096 where account = \(clerk.account)")
            }
            #expect(touched == 0)
        }
    }
}
