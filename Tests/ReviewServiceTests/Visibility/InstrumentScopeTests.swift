import Postgres
import ReviewModel
import ReviewService
import ReviewWire
import Support
import Testing

/// A reviewer who is named for some instruments reads as the team does for those only (DOMAIN §5).
@Suite struct InstrumentScopeTests {
    private func house(_ body: (PeopledService) async throws -> Void) async throws {
        try await PeopledService.with { house in
            try await house.service.pool.transaction(Actor.system.context) { transaction in
                try await transaction.run("update review set instruments = '{TIP,SOM}'")
                try await transaction.run("update nomination set instruments = '{SOM}' where function = 'reviewer'")
            }
            try await body(house)
        }
    }

    private func submit(_ house: PeopledService, _ rest: String) async throws -> String {
        try await house.made("ngo", "document.submit review=\(house.review) kind=contribution lang=en title=x \(rest)", body: "x")
    }

    @Test func `a reviewer sees what concerns the reviewer's own instruments, and of the rest what stakeholders see`() async throws {
        try await house { house in
            let own = try await submit(house, "audience=team instrument=SOM")
            let other = try await submit(house, "audience=team instrument=TIP")
            let whole = try await submit(house, "audience=team")
            let wide = try await submit(house, "audience=stakeholders instrument=TIP")
            #expect(try await identifiers("D", in: house.wire("reviewer", "document.list")) == [own, wide])
            #expect(try await identifiers("D", in: house.wire("delegate", "document.list")) == [own, other, whole, wide])
            try await house.settle()
            #expect(try await identifiers("D", in: house.wire("reviewer", "event.list limit=1000")) == [own, wide])
            #expect(try await identifiers("D", in: house.wire("reviewer", "obligation.list")) == [own, wide])
        }
    }

    @Test func `an answer concerns what it answers concerns`() async throws {
        try await house { house in
            var answers: [String: String] = [:]
            for instrument in ["SOM", "TIP"] {
                let asked = try await submit(house, "audience=team instrument=\(instrument)")
                answers[instrument] = try await house.made("focal", "document.respond answers=\(asked) lang=en title=x", body: "Heard.")
            }
            let seen = try await identifiers("D", in: house.wire("reviewer", "document.list kind=response"))
            #expect(seen.contains(answers["SOM"] ?? "") && !seen.contains(answers["TIP"] ?? ""))
        }
    }

    @Test func `a hidden source of one's own instrument stays hidden, and a conflict ends the scope`() async throws {
        try await house { house in
            let own = try await submit(house, "audience=team source=hidden instrument=SOM")
            #expect(try await !house.wire("reviewer", "document.show document=\(own)").contains("lantern"))
            try await house.done("reviewer", "conflict.declare review=\(house.review) reason=x")
            #expect(try await house.reply("reviewer", "document.show document=\(own)").code == .absent)
        }
    }
}
