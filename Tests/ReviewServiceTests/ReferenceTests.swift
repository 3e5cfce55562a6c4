import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// Facts that anyone may look up, as of a date.
struct ReferenceTests {
    @Test func `loading twice changes nothing`() async throws {
        try await TestService.with { house in
            let before = try await house.rows(.public, "party.list limit=1000")
            try await ReferenceLoad(config: TestCluster.root + "/config").run(house.installation.owner)
            #expect(try await house.rows(.public, "party.list limit=1000") == before)
        }
    }

    @Test func `a party is bound from the day that the instrument says`() async throws {
        try await TestService.with { house in
            func state(_ day: String) async throws -> String? {
                let shown = try await house.say(.public, "party.show party=ken as_of=\(day)").json
                return shown["status"]?.elements?.first { $0["instrument"]?.text == "TIP" }?["state"]?.text
            }
            let shown = try await house.say(.public, "party.show party=KEN")
            #expect(shown.json["group"]?.text == "AFR")
            #expect(try await state("2005-01-04") == nil)
            #expect(try await state("2005-02-03") == "deposited")
            #expect(try await state("2005-02-04") == "bound")
            #expect(try await house.say(.public, "party.show party=XXX").code == .absent)
            #expect(try await house.rows(.public, "party.list instrument=TIP as_of=2003-12-24 limit=1").contains(#""n":0"#))
        }
    }

    @Test func `a party is called what it was called on that day`() async throws {
        try await TestService.with { house in
            func name(_ day: String) async throws -> String? {
                try await house.say(.public, "party.show party=MKD as_of=\(day)").json["names"]?["en"]?["short_name"]?.text
            }
            let names = [try await name("2019-02-13"), try await name("2019-02-14")]
            #expect(names == ["The former Yugoslav Republic of Macedonia", "North Macedonia"])
        }
    }

    @Test func `who leaves the convention is not bound by its protocols any more, nor reviewed by them`() async throws {
        try await PeopledService.with { house in
            let owner = try await Connection.open(house.installation.owner)
            _ = try await owner.flight([
                "update party_status set denounced_from = '2026-12-10' where party = 'RWA' and instrument = 'UNTOC'"
            ])
            await owner.close()
            for (day, isBound) in [("2026-12-09", true), ("2026-12-10", false)] {
                let bound = try await house.wire("public", "party.list instrument=TIP as_of=\(day) limit=1000")
                #expect(bound.contains(#""RWA""#) == isBound)
                let opened = try await house.reply("officer", "review.open cycle=\(house.cycle) party=RWA starts_on=\(day) dry=yes")
                #expect(opened.json["err"]?.text == (isBound ? nil : "rule/forbidden"), "\(day) \(opened.json)")
            }
        }
    }

    @Test func `a listing goes on where its page ended`() async throws {
        try await TestService.with { house in
            let first = try await house.say(.public, "article.list instrument=TIP limit=5").json
            let next = try #require(first["next"]?.text)
            let rest = try await house.rows(.public, "article.list instrument=TIP limit=100 after=\(next)")
            #expect(rest.contains(#""number":"6""#))
            #expect(!rest.contains(#""number":"5""#))
            #expect(try await house.say(.public, "article.list instrument=SOM limit=5 after=\(next)").code == .argument)
        }
    }

    @Test func `a calendar shows what stands in for what, and which years are not published`() async throws {
        try await TestService.with { house in
            let shown = try await house.say(.public, "calendar.show calendar=unov year=2023").json
            #expect(shown["published"] == true)
            #expect(shown["holidays"]?.elements?.contains { $0["in_lieu_of"]?.text == "2023-04-22" } == true)
            #expect(try await house.say(.public, "calendar.show calendar=unov year=2050").json["published"] == false)
            #expect(try await house.rows(.public, "instrument.list").contains("UNTOC"))
            #expect(try await house.rows(.public, "guideline.list").contains("principles"))
            #expect(try await house.rows(.public, "calendar.list").contains("2023"))
        }
    }
}
