import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// How civil society comes in: an application that everyone can read, objections that exclude nobody, a decision.
struct AccreditationTests {
    private static let application = """
        accreditation.apply name=lantern title="Lantern" class=cso kind=ngo statement="We run a shelter." contact="post@lantern.example"
        """

    @Test func `an applicant is accredited, gets a code for its lead, and is seen by everyone but for its contact`() async throws {
        try await TestService.with { house in
            let head = try await house.person("head", isLead: true, isHead: true)
            try await house.say(head, "organisation.register name=norway title=Norway class=state party=NOR")
            let outsider = try await house.person("outsider", of: "norway", as: .state)
            let applied = try await house.say(.public, Self.application)
            #expect(applied.code == .created)
            let id = applied.json["id"]?.text ?? ""
            #expect(try await house.say(.public, Self.application).code == .rule)
            #expect(try await house.say(outsider, "accreditation.object accreditation=\(id)", body: "We object").code == .created)
            #expect(try await house.say(head, "accreditation.object accreditation=\(id)", body: "We object").code == .role)
            let shown = try await house.say(.public, "accreditation.show accreditation=\(id)").json
            #expect(shown["objections"]?.elements?.first?["organisation"]?.text == "norway")
            #expect(shown["contact"] == nil)
            #expect(try await house.say(head, "accreditation.show accreditation=\(id)").json["contact"]?.text == "post@lantern.example")
            #expect(try await house.say(outsider, "accreditation.grant accreditation=\(id) if=1 until=2040-01-01").code == .role)
            #expect(try await house.say(head, "accreditation.grant accreditation=\(id) if=1 until=2001-01-01").code == .argument)
            let granted = try await house.say(head, "accreditation.grant accreditation=\(id) if=1 until=2040-01-01")
            #expect(granted.code == .done)
            let code = granted.json["code"]?.text ?? ""
            let joined = try await house.say(.public, "account.join login=ngo code=\(code) " + Cast.keys(Cast.password(of: "ngo")))
            #expect(joined.json["role"]?.text == "cso")
            #expect(try await house.say(.public, "organisation.show organisation=lantern").json["state"]?.text == "active")
        }
    }

    @Test func `a member renews, and two accreditations never overlap`() async throws {
        try await TestService.with { house in
            let head = try await house.person("head", isLead: true, isHead: true)
            let first = try await house.say(.public, Self.application).json["id"]?.text ?? ""
            try await house.say(head, "accreditation.grant accreditation=\(first) if=1 until=2030-12-31")
            let ngo = try await house.person("ngo", of: "lantern", as: .cso, isLead: true)
            let renewed = try await house.say(ngo, "accreditation.apply name=lantern statement=again contact=post@lantern.example")
            #expect(renewed.code == .created)
            let second = renewed.json["id"]?.text ?? ""
            let grant = "accreditation.grant accreditation=\(second) if=1 until=2035-12-31"
            #expect(try await house.say(head, grant + " from=2030-12-01").code == .state)
            let granted = try await house.say(head, grant + " from=2031-01-01")
            #expect(granted.code == .done)
            #expect(granted.json["code"] == nil)
        }
    }

    @Test func `a refusal and a suspension have a reason that everyone reads`() async throws {
        try await TestService.with { house in
            let clerk = try await house.person("clerk")
            let id = try await house.say(.public, Self.application).json["id"]?.text ?? ""
            #expect(try await house.say(clerk, "accreditation.suspend accreditation=\(id) if=1 reason=later").code == .state)
            #expect(try await house.say(clerk, #"accreditation.refuse accreditation=\#(id) if=1 reason="not a CSO""#).code == .done)
            #expect(try await house.say(.public, "accreditation.show accreditation=\(id)").json["reason"]?.text == "not a CSO")
            #expect(try await house.rows(.public, "accreditation.list state=refused").contains(id))
        }
    }

    @Test func `an application says what its class needs`() async throws {
        try await TestService.with { house in
            let base = #"accreditation.apply name=lantern statement="We." contact="post" title=Lantern "#
            for (said, missing) in [("class=state", "class"), ("class=cso", "kind"), ("class=nhri kind=ngo", "kind")] {
                let refused = try await house.say(.public, base + said)
                #expect(refused.json["at"]?.text == missing)
            }
            #expect(try await house.say(.public, base + "class=nhri nhri_status=A").code == .created)
        }
    }
}
