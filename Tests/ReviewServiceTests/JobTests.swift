import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// What the daemon does by itself beside deadlines: each job twice at the same instant, with one effect.
@Suite struct JobTests {
    /// Who was told what, without content, in the order of the logins.
    private static let told: SQL = """
        select a.login || ': ' || n.kind || coalesce(' ' || n.rule, '') || coalesce(' ' || to_char(n.due_at, 'YYYY-MM-DD HH24:MI'), '')
        from notice n join account a on a.id = n.account order by n.created_at, a.login
        """

    @Test func `an expert's term is announced, ends by itself, and is put on record once`() async throws {
        try await PeopledService.with { house in
            let until = "2027-03-01T00:00:00Z"
            let nomination = try await house.made(
                "head", "nomination.make review=\(house.review) account=bystander function=expert note_verbale=NV/9 until=\(until)")
            #expect(try await house.run("function-ends") == 0)
            try await house.sleep(until: "2027-01-30T00:01:00Z")
            #expect(try await house.run("function-ends") == 1)
            #expect(try await house.run("function-ends") == 0)
            let ending = ["bystander", "officer"].map { "\($0): function-ending expert 2027-03-01 00:00" }
            #expect(try await house.texts(Self.told) == ending)
            #expect(try await house.wire("bystander", "nomination.list mine=yes").contains(#""stands":true"#))

            try await house.sleep(until: "2027-03-01T00:00:01Z")
            #expect(try await house.wire("bystander", "nomination.list mine=yes").contains(#""stands":false"#))
            #expect(try await house.run("function-ends") == 1)
            #expect(try await house.run("function-ends") == 0)
            let ended = ["bystander", "officer"].map { "\($0): function-ended expert 2027-03-01 00:00" }
            #expect(try await house.texts(Self.told) == ending + ended)
            #expect(try await house.texts("select ended_because from nomination where id = \(nomination)") == ["the term is over"])
            #expect(try await house.texts("select subject from event where name = 'nomination.ended'") == [nomination])
        }
    }

    @Test func `a term that somebody ended before is neither announced nor ended again`() async throws {
        try await PeopledService.with { house in
            let nomination = try await house.made(
                "head",
                "nomination.make review=\(house.review) account=bystander function=expert note_verbale=NV/9 until=2027-03-01T00:00:00Z")
            try await house.done("bystander", "nomination.end nomination=\(nomination) if=1 reason=\"Another task\"")
            try await house.sleep(until: "2027-03-02T00:00:00Z")
            #expect(try await house.run("function-ends") == 0)
            #expect(try await house.texts(Self.told).isEmpty)
        }
    }

    /// The accreditation of the organisation of `ngo`, which now ends with January 2027.
    private static func shorten(_ house: PeopledService) async throws -> String {
        let id = try await house.texts("select id from accreditation where organisation = 'lantern'")[0]
        let version = try await house.done("head", "accreditation.show accreditation=\(id)")["ver"]?.integer ?? 0
        try await house.done("head", "accreditation.suspend accreditation=\(id) if=\(version) reason=\"To be looked at\"")
        try await house.done("head", "accreditation.grant accreditation=\(id) if=\(version + 1) until=2027-01-31")
        return id
    }

    private static let contribution = "document.submit review=%R kind=contribution lang=en title=Report"

    @Test func `an accreditation is announced, ends, and lets nobody speak until there is another`() async throws {
        try await PeopledService.with { house in
            let speech = Self.contribution.replacing("%R", with: house.review)
            let id = try await Self.shorten(house)
            #expect(try await house.run("accreditation-ends") == 0)
            try await house.sleep(until: "2026-12-04T00:00:00Z")
            #expect(try await house.run("accreditation-ends") == 1)
            #expect(try await house.run("accreditation-ends") == 0)
            #expect(try await house.texts(Self.told) == ["ngo: accreditation-ending 2027-02-01 00:00"])
            #expect(try await house.reply("ngo", speech, body: "What we saw.").code == .created)

            try await house.sleep(until: "2027-02-01T00:00:00Z")
            let refused = try await house.reply("ngo", speech, body: "What we saw.")
            #expect(refused.json["err"]?.text == "session/function")
            #expect(try await house.run("accreditation-ends") == 1)
            #expect(try await house.run("accreditation-ends") == 0)
            #expect(try await house.texts(Self.told).last == "ngo: accreditation-ended 2027-02-01 00:00")
            #expect(try await house.done("public", "accreditation.show accreditation=\(id)")["state"]?.text == "ended")
            #expect(try await house.texts("select subject from event where name = 'accreditation.ended'") == [id])
            #expect(try await house.wire("public", "accreditation.list state=ended").contains(id))

            let next = try await house.made("ngo", "accreditation.apply name=lantern statement=Again contact=post@lantern.example")
            try await house.done("head", "accreditation.grant accreditation=\(next) if=1 until=2030-12-31")
            #expect(try await house.reply("ngo", speech, body: "What we saw.").code == .created)
        }
    }

    @Test func `who has applied again is not asked to`() async throws {
        try await PeopledService.with { house in
            _ = try await Self.shorten(house)
            try await house.done("ngo", "accreditation.apply name=lantern statement=Again contact=post@lantern.example")
            try await house.sleep(until: "2027-02-01T00:00:00Z")
            #expect(try await house.run("accreditation-ends") == 1)
            #expect(try await house.texts(Self.told).isEmpty)
        }
    }

    @Test func `a rehearsal that walks on announces and ends everything at its own time`() async throws {
        try await PeopledService.with { house in
            _ = try await Self.shorten(house)
            try await house.done(
                "head",
                "nomination.make review=\(house.review) account=bystander function=expert note_verbale=NV/9 until=2027-03-01T00:00:00Z")
            try await house.done("officer", "clock.advance to=2027-04-01T00:00:00Z")
            let moments = try await house.texts(
                """
                select distinct n.kind || ' ' || to_char(n.created_at, 'YYYY-MM-DD') from notice n
                where n.kind like 'accreditation-%' or n.kind like 'function-%' order by 1
                """)
            #expect(
                moments == [
                    "accreditation-ended 2027-02-01", "accreditation-ending 2026-12-03", "function-ended 2027-03-01",
                    "function-ending 2027-01-30",
                ])
        }
    }

    @Test func `a token whose time is over is ended once, and shown as expired`() async throws {
        try await PeopledService.with { house in
            let token = try await house.made("ngo", "token.create label=desk days=1")
            let other = try await house.made("ngo", "token.create label=other days=1")
            #expect(try await house.run("expiry") == 0)
            try await house.change("update token set expires_at = real_moment() - interval '1 second' where id = \(token)")
            #expect(try await house.run("expiry") == 1)
            #expect(try await house.run("expiry") == 0)
            #expect(try await house.texts("select subject from event where name = 'token.expired'") == [token])
            let listed = try await house.wire("ngo", "token.list")
            #expect(listed.contains(#""state":"expired""#) && listed.contains(#""state":"valid""#))
            try await house.done("ngo", "token.revoke token=\(other)")
            #expect(try await house.wire("ngo", "token.list").contains(#""state":"revoked""#))
        }
    }

    @Test func `a job that did not run and a message that nobody tries are found, and the head is told once a day`() async throws {
        try await PeopledService.with { house in
            #expect(try await house.run("self-check") == 0)
            try await house.change(
                """
                insert into job_run (job, began_at, ended_at, outcome)
                values ('reconcile', real_moment() - interval '1 day', real_moment() - interval '1 day', 'done')
                """)
            #expect(try await house.run("self-check") == 1)
            #expect(try await house.texts(Self.told) == ["head: alarm"])
            #expect(try await house.run("reconcile") == 0)
            try await house.change("update outbox set next_attempt_at = moment() - interval '1 hour'")
            #expect(try await house.run("self-check") == 1)
            #expect(try await house.texts(Self.told) == ["head: alarm"])
            try await house.change("update outbox set next_attempt_at = moment() + interval '1 hour'")
            #expect(try await house.run("self-check") == 0)
            try await house.change("update outbox set next_attempt_at = moment() - interval '1 hour'")
            #expect(try await house.run("self-check") == 1)
            #expect(try await house.texts(Self.told) == ["head: alarm", "head: alarm"])
        }
    }
}
