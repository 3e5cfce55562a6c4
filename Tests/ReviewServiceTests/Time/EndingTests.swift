import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// What ends by itself ends at its instant, whether or not a job has looked: a microsecond before it stands, at that instant it does not.
@Suite struct EndingTests {
    private static func instant(_ text: String) throws -> UTCInstant { try AppealWalk.instant(text) }

    /// Does the same just before the end and at it.
    private func around(_ end: String, _ house: PeopledService, _ look: (_ stands: Bool) async throws -> Void) async throws {
        let end = try Self.instant(end)
        for (microseconds, stands) in [(-1, true), (0, false)] as [(Int64, Bool)] {
            house.clock.stand(at: UTCInstant(microseconds: end.microseconds + microseconds))
            try await look(stands)
        }
    }

    @Test func `a withholding, also one that is shorter than the hour in which everything is looked at`() async throws {
        try await PeopledService.with { house in
            house.clock.stand(at: try Self.instant("2026-11-03T09:00:00Z"))
            let line = "document.submit review=\(house.review) kind=contribution lang=en title=Seen audience=open"
            let paper = try await house.made("ngo", line, body: "What we saw.")
            try await house.done("officer", "document.publish document=\(paper) if=2")
            try await house.run("follow-up")
            let end = "2026-11-03T09:20:00Z"
            try await house.done("officer", "document.withhold document=\(paper) if=3 reason=\"A name in it\" until=\(end)")
            try await around(end, house) { stands in
                try await house.run("follow-up")
                #expect(
                    try await house.done("officer", "document.show document=\(paper)")["state"]?.text == (stands ? "withheld" : "submitted")
                )
            }
        }
    }

    @Test func `a function`() async throws {
        try await PeopledService.with { house in
            let end = "2027-01-10T12:00:00Z"
            try await house.done(
                "head", "nomination.make review=\(house.review) account=bystander function=expert note_verbale=NV/9 until=\(end)")
            let line = "document.submit review=\(house.review) kind=contribution lang=en title=Report dry=yes"
            try await around(end, house) { stands in
                let reply = try await house.reply("bystander", line, body: "What we saw.")
                #expect(reply.json["err"]?.text == (stands ? nil : "session/function"), "\(reply.json)")
            }
        }
    }

    @Test func `an accreditation, at the end of its last day`() async throws {
        try await PeopledService.with { house in
            let id = try await house.texts("select id from accreditation where organisation = 'lantern'")[0]
            let version = try await house.done("head", "accreditation.show accreditation=\(id)")["ver"]?.integer ?? 0
            try await house.done("head", "accreditation.suspend accreditation=\(id) if=\(version) reason=\"To be looked at\"")
            try await house.done("head", "accreditation.grant accreditation=\(id) if=\(version + 1) until=2027-01-31")
            let line = "document.submit review=\(house.review) kind=contribution lang=en title=Report dry=yes"
            try await around("2027-02-01T00:00:00Z", house) { stands in
                let reply = try await house.reply("ngo", line, body: "What we saw.")
                #expect(reply.json["err"]?.text == (stands ? nil : "session/function"), "\(reply.json)")
            }
        }
    }
}
