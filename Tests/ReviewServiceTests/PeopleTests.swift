import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// Who is let in, by whom, and what nobody is told.
struct PeopleTests {
    private static func kenya(_ house: TestService) async throws -> (head: Actor, lead: Actor) {
        let head = try await house.person("head", isLead: true, isHead: true)
        try await house.say(head, #"organisation.register name=kenya title="Kenya" class=state party=KEN"#)
        return (head, try await house.person("lead", of: "kenya", as: .state, isLead: true))
    }

    @Test func `an invitation opens once, and only to whoever holds its code`() async throws {
        try await TestService.with { house in
            let (_, lead) = try await Self.kenya(house)
            let made = try await house.say(lead, "invitation.make")
            #expect(made.code == .created)
            let code = try #require(made.json["code"]?.text)
            let join = "account.join login=newcomer \(try Cast.keys(Cast.password(of: "newcomer"))) code="
            #expect(try await house.say(.public, join + "rvi_of-someone-else").code == .absent)
            let joined = try await house.say(.public, join + code)
            #expect(joined.code == .created)
            #expect(joined.json["organisation"]?.text == "kenya")
            #expect(try await house.say(.public, join.replacing("newcomer", with: "second") + code).code == .absent)
            #expect(try await house.rows(lead, "invitation.list").contains(#""state":"used""#))
            #expect(try await house.rows(lead, "account.list").contains("newcomer"))
            #expect(try await house.say(.public, "account.list").code == .loginFirst)
        }
    }

    @Test func `a revoked invitation answers like one that never was`() async throws {
        try await TestService.with { house in
            let (_, lead) = try await Self.kenya(house)
            let made = try await house.say(lead, "invitation.make lead=yes")
            let (id, code) = (made.json["id"]?.text ?? "", made.json["code"]?.text ?? "")
            #expect(try await house.say(lead, "invitation.revoke invitation=\(id)").code == .done)
            #expect(try await house.say(lead, "invitation.revoke invitation=\(id)").code == .state)
            let join = "account.join login=newcomer \(try Cast.keys(Cast.password(of: "newcomer"))) code="
            let (revoked, unknown) = (try await house.say(.public, join + code), try await house.say(.public, join + "rvi_never-was"))
            #expect(revoked.code == .absent)
            #expect(revoked.json == unknown.json)
        }
    }

    @Test func `an invitation is revoked by whoever may make it`() async throws {
        try await TestService.with { house in
            let (head, lead) = try await Self.kenya(house)
            let clerk = try await house.person("clerk")
            let steward = try await house.person("steward", isLead: true)
            let made = try await house.say(lead, "invitation.make").json["id"]?.text ?? ""
            #expect(try await house.say(clerk, "invitation.revoke invitation=\(made)").code == .role)
            #expect(try await house.say(lead, "invitation.revoke invitation=\(made)").code == .done)
            for line in ["invitation.make head=yes", "invitation.make recovers=head"] {
                let made = try await house.say(head, line).json["id"]?.text ?? ""
                #expect(try await house.say(steward, "invitation.revoke invitation=\(made)").code == .role, "\(line)")
                #expect(try await house.say(head, "invitation.revoke invitation=\(made)").code == .done, "\(line)")
            }
        }
    }

    @Test func `a recovered account has its new password only`() async throws {
        try await TestService.with { house in
            let (_, lead) = try await Self.kenya(house)
            let focal = try await house.person("focal", of: "kenya", as: .state)
            let token = try await house.say(focal, "token.create label=laptop")
            #expect(token.json["token"]?.text?.hasPrefix("rvt_") == true)
            let before = try await SignIn.scram(login: "focal", pool: house.service.pool)
            let code = try await house.say(lead, "invitation.make recovers=focal").json["code"]?.text ?? ""
            let join = try Cast.keys("another-password-2") + " code=\(code)"
            #expect(try await house.say(.public, "account.join login=lead " + join).code == .absent)
            #expect(try await house.say(.public, "account.join login=focal " + join).code == .created)
            let after = try await SignIn.scram(login: "focal", pool: house.service.pool)
            #expect(before?.credential != after?.credential)
            #expect(before?.actor?.account == after?.actor?.account)
            #expect(before?.actor?.credential != after?.actor?.credential, "a session that came in by the old password is over")
            #expect(try await SignIn.token(token.json["token"]?.text ?? "", pool: house.service.pool) == nil)
        }
    }

    @Test func `a password has the server's iterations and salt, so that its challenge tells nothing of its login`() async throws {
        try await TestService.with { house in
            let (_, lead) = try await Self.kenya(house)
            let code = try await house.say(lead, "invitation.make").json["code"]?.text ?? ""
            let keys = try Cast.keys(Cast.password(of: "newcomer"))
            let salt = try #require(keys.split(separator: " ").first)
            #expect(try await house.say(.public, "caps").json["scram_iterations"]?.integer == Int64(Cast.iterations))
            for (actor, verb) in [(Actor.public, "account.join login=newcomer code=\(code) "), (lead, "account.password ")] {
                for count in ["\(Cast.iterations + 1)", "10000000", "0"] {
                    let odd = try await house.say(
                        actor, verb + keys.replacing("iterations=\(Cast.iterations)", with: "iterations=\(count)"))
                    #expect(odd.json["err"]?.text == "argument/range" && odd.json["at"]?.text == "iterations")
                    #expect(odd.json["msg"]?.text?.contains("must be \(Cast.iterations)") == true)
                }
                for octets in [15, 17, 64] {
                    let other = "salt=" + Base64.encode(Scram.randomBytes(octets))
                    let odd = try await house.say(actor, verb + keys.replacing(salt, with: other))
                    #expect(odd.json["err"]?.text == "argument/malformed" && odd.json["at"]?.text == "salt")
                }
                #expect(try await !house.say(actor, verb + keys).code.isRefusal)
            }
        }
    }

    @Test func `nobody invites beyond what they look after`() async throws {
        try await TestService.with { house in
            let (_, lead) = try await Self.kenya(house)
            let (clerk, focal) = (try await house.person("clerk"), try await house.person("focal", of: "kenya", as: .state))
            #expect(try await house.say(focal, "invitation.make").code == .role)
            #expect(try await house.say(lead, "invitation.make organisation=secretariat").code == .role)
            #expect(try await house.say(lead, "invitation.make organisation=nowhere").code == .absent)
            #expect(try await house.say(lead, "invitation.make role=cso").code == .rule)
            #expect(try await house.say(lead, "invitation.make head=yes").code == .role)
            #expect(try await house.say(clerk, "invitation.make").code == .role)
            #expect(try await house.say(clerk, "invitation.make recovers=head").code == .role)
            #expect(try await house.say(clerk, "invitation.make organisation=kenya").code == .role, "Kenya has a lead, who lets people in")
        }
    }

    @Test func `a clerk makes no way into an organisation that has people, nor by putting its lead out`() async throws {
        try await TestService.with { house in
            let (head, lead) = try await Self.kenya(house)
            let (clerk, focal) = (try await house.person("clerk"), try await house.person("focal", of: "kenya", as: .state))
            #expect(try await house.say(clerk, "account.suspend login=lead if=1 reason=x").code == .role)
            #expect(try await house.say(head, "account.suspend login=lead if=1 reason=x").code == .done)
            #expect(try await house.say(clerk, "account.resume login=lead if=2").code == .role)
            for line in ["invitation.make organisation=kenya lead=yes", "invitation.make organisation=kenya recovers=focal"] {
                #expect(try await house.say(clerk, line).code == .role, "\(line)")
                #expect(try await house.say(head, line).code == .created, "\(line)")
            }
            #expect(try await house.say(head, "account.resume login=lead if=2").code == .done)
            #expect(try await house.say(clerk, "account.suspend login=focal if=1 reason=left").code == .done)
            #expect(try await house.say(clerk, "account.resume login=focal if=2").code == .role)
            #expect(try await house.say(lead, "account.resume login=focal if=2").code == .done)
            #expect(try await house.say(focal, "account.resume login=focal if=3").code == .role)
        }
    }

    @Test func `suspending needs the version, is not for oneself, and ends every way in`() async throws {
        try await TestService.with { house in
            let (head, lead) = try await Self.kenya(house)
            let focal = try await house.person("focal", of: "kenya", as: .state)
            #expect(try await house.say(focal, "account.suspend login=lead if=1 reason=no").code == .role)
            #expect(try await house.say(lead, "account.suspend login=head if=1 reason=no").code == .absent)
            #expect(try await house.say(lead, "account.suspend login=focal if=2 reason=left").code == .version)
            #expect(try await house.say(lead, "account.suspend login=lead if=1 reason=left").code == .rule)
            let active = try await SignIn.scram(login: "focal", pool: house.service.pool)
            #expect(active?.actor?.login == "focal")
            #expect(try await house.say(lead, "account.suspend login=focal if=1 reason=left").code == .done)
            let suspended = try await SignIn.scram(login: "focal", pool: house.service.pool)
            #expect(suspended?.actor == nil)
            #expect(suspended?.credential == active?.credential, "a stranger is not told that the login is suspended")
            #expect(try await house.say(head, "account.resume login=focal if=2").json["state"]?.text == "active")
            #expect(try await house.say(head, "organisation.suspend organisation=kenya if=1 reason=pending").code == .done)
            #expect(try await SignIn.scram(login: "focal", pool: house.service.pool)?.actor == nil)
        }
    }

    @Test func `a zone is a place that the database knows, and one that it forgot is UTC`() async throws {
        try await TestService.with { house in
            let head = try await house.person("head", isLead: true, isHead: true)
            for zone in ["GMT+0530", "GMT-3", "VST", "EST5EDT", "Etc/GMT+5", "UTC+3", "Africa/Nowhere", "Mars/Olympus"] {
                let reply = try await house.say(head, "account.update if=1 zone=\(zone)")
                #expect(reply.json["at"]?.text == "zone" && reply.code == .argument, "\(zone)")
            }
            #expect(try await house.say(head, "account.update if=1 zone=America/Port-au-Prince").code == .done)
            #expect(try await house.say(head, "account.update if=2 zone=UTC").code == .done)
            let leaving = try await house.service.pool.read(
                Actor.system.context,
                [
                    """
                    select leaves_at('2026-11-02T08:00Z', 'VST', true, null, null) = '2026-11-03T07:00Z',
                        leaves_at('2026-11-02T23:00Z', 'GMT+0530', false, '22:00', '06:00') > '2026-11-02T23:00Z'
                    """
                ]
            ).tables[0].decode(0, as: (Bool, Bool).self)
            #expect(leaving.0 && leaving.1)
        }
    }

    @Test func `an answer that is kept for its key holds no secret`() async throws {
        try await TestService.with { house in
            let (_, lead) = try await Self.kenya(house)
            let line = "token.create label=laptop key=0123456789abcdef"
            #expect(try await house.say(lead, line).json["token"]?.text != nil)
            let again = try await house.say(lead, line)
            #expect(again.json["replayed"] == true)
            #expect(again.json["token"] == .null)
            #expect(try await house.say(lead, "token.create label=laptop dry=yes").json["token"] == nil)
        }
    }

    @Test func `help tells each role its verbs, and all of an argument`() async throws {
        try await TestService.with { house in
            let outsiders = try await house.rows(.public, "help")
            #expect(outsiders.contains(#""verb":"accreditation.apply""#))
            #expect(!outsiders.contains(#""verb":"account.list""#))
            let full = try await house.say(.public, "help verb=account.join")
            #expect(full.json["args"]?.elements?.contains { $0["name"]?.text == "stored_key" } == true)
            #expect(full.json["secure"] == true)
            #expect(try await house.say(.public, "whoami").json["role"]?.text == "public")
            #expect(try await house.say(.public, "caps").json["page_rows_max"]?.integer == 1000)
        }
    }
}
