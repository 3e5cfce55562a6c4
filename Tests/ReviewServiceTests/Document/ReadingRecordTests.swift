import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// What is put on record of readings, refusals and rehearsed commands (DOMAIN §7).
@Suite struct ReadingRecordTests {
    private func log(_ house: PeopledService, as login: String) async throws -> [String] {
        let table = try await house.service.pool.read(
            try house.actor(login).context,
            ["select concat_ws(' ', kind, verb, err, subject) from access_log order by position"]
        ).tables[0]
        return (0..<table.count).compactMap { table.text($0, 0) }
    }

    @Test func `reading what is for the experts is on record before the answer, one's own and what more may read is not`() async throws {
        try await PeopledService.with { house in
            let submit = "document.submit review=\(house.review) kind=contribution lang=en title=x"
            let narrow = try await house.made("ngo", submit + " audience=experts", body: "x")
            let wide = try await house.made("ngo", submit + " audience=team", body: "x")
            for who in ["expert", "officer", "ngo", "delegate"] {
                for document in [narrow, wide] { _ = try await house.reply(who, "document.get document=\(document)") }
            }
            #expect(try await log(house, as: "expert").filter { $0.hasPrefix("read") } == ["read document.get \(narrow)"])
            #expect(try await log(house, as: "officer").filter { $0.hasPrefix("read") } == ["read document.get \(narrow)"])
            #expect(try await log(house, as: "ngo").filter { $0.hasPrefix("read") }.isEmpty)
            #expect(try await log(house, as: "delegate").filter { !$0.hasPrefix("login") } == ["refusal document.get thing/absent"])
            // The head reads the log, and learns of no document that the head may not see.
            #expect(try await !log(house, as: "head").contains { $0.contains(narrow) })
        }
    }

    @Test func `a refusal and a rehearsed command are on record, and say what about nobody`() async throws {
        try await PeopledService.with { house in
            let draft = "document.draft review=\(house.review) kind=contribution lang=en title=x"
            _ = try await house.reply("ngo", draft + " dry=yes", body: "x")
            _ = try await house.reply("ngo", "document.show document=D-0000000000")
            #expect(
                try await log(house, as: "ngo").filter { !$0.hasPrefix("login") } == [
                    "dry document.draft", "refusal document.show thing/absent",
                ])
            #expect(try await log(house, as: "public").isEmpty)
        }
    }

    @Test func `a document's events tell digests and never content`() async throws {
        try await PeopledService.with { house in
            let draft = try await house.made(
                "ngo", "document.draft review=\(house.review) kind=contribution lang=en title=Unmistakable", body: "Unmistakable.")
            try await house.done("ngo", "document.amend document=\(draft) if=1", body: "Unmistakable, twice.")
            try await house.done("ngo", "document.submit document=\(draft) if=2")
            let table = try await house.service.pool.read(
                Actor.system.context,
                ["select name, digest_after, to_jsonb(event)::text from event where document = \(draft) order by position"]
            ).tables[0]
            let rows = try (0..<table.count).map { try table.decode($0, as: (String, String?, String).self) }
            #expect(rows.map(\.0) == ["document.drafted", "document.amended", "document.submitted", "obligation.opened"])
            #expect(rows[1].1 != nil && rows[1].1 == rows[2].1)
            #expect(!rows.contains { $0.2.contains("Unmistakable") })
        }
    }
}
